package io.quarkiverse.isolatedschema.runtime.recording;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.quarkiverse.isolatedschema.runtime.driver.InterceptingDriver;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** What Flyway does through a pool of recorded connections is replayed, its history included. */
@ExtendWith(PostgresServerExtension.class)
class RecordedFlywayTest {

    private final PostgresServer server;

    private String role;

    private RecordedBoot boot;

    private AgroalDataSource pool;

    RecordedFlywayTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() throws SQLException {
        role = server.role();
        boot = new RecordedBoot(server, role);
        pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(configuration -> configuration.maxSize(4)
                        .connectionFactoryConfiguration(connections -> connections
                                .connectionProviderClass(InterceptingDriver.class)
                                .jdbcUrl(boot.url() + "?currentSchema=" + boot.schema + ",public")
                                .principal(new NamePrincipal(role))
                                .jdbcProperty(InterceptingDriver.INTERCEPTION, boot.recording.id()))));
    }

    @AfterEach
    void close() throws SQLException {
        pool.close();
        boot.close();
    }

    private FluentConfiguration flyway(DataSource dataSource) {
        return Flyway.configure().dataSource(dataSource).locations("classpath:recorded-migrations");
    }

    @Test
    void isExact() throws SQLException {
        assertThat(flyway(pool).load().migrate().migrationsExecuted).isEqualTo(4);
        Script script = boot.finish();

        assertThat(script.unreplayable()).isEmpty();
        assertThat(boot.differencesAfter(script)).isEmpty();
        assertThat(
                query(boot.maintenance, "select version from " + boot.lease + ".flyway_schema_history order by installed_rank"))
                .containsExactly("1", "2", "3", null);
        assertThat(query(boot.maintenance, "select " + boot.lease + ".customer_count()::text")).containsExactly("4");
        assertThat(query(boot.maintenance, "select nextval('" + boot.lease + ".customers_id_seq')::text"))
                .containsExactly("51");
        assertThat(query(boot.maintenance, "select name from " + boot.lease + ".order_counts where orders = 5 order by name"))
                .containsExactly("Ann", "Bob");
    }

    @Test
    void severalTransactionsInOneConnectionAndGroups() throws SQLException {
        flyway(pool).group(true).mixed(true).load().migrate();

        assertThat(boot.differencesAfter(boot.finish())).isEmpty();
    }

    @Test
    void aMigrationThatFailedAndWasRepairedIsReplayedOnce() throws SQLException {
        FluentConfiguration failing = flyway(pool).javaMigrations(new V4__Fails());
        assertThatThrownBy(() -> failing.load().migrate()).hasRootCauseMessage("fails here");
        flyway(pool).load().repair();

        assertThat(boot.differencesAfter(boot.finish())).isEmpty();
        assertThat(query(boot.maintenance, "select to_regclass('" + boot.lease + ".never')::text"))
                .containsExactly((String) null);
    }

    @Test
    void javaMigrationsThatOnlyRunSqlAreReplayed() throws SQLException {
        flyway(pool).javaMigrations(new V5__Inserts()).load().migrate();

        assertThat(boot.differencesAfter(boot.finish())).isEmpty();
        assertThat(query(boot.maintenance, "select name from " + boot.lease + ".customers where id > 50"))
                .containsExactly("by code");
    }

    private static final class V4__Fails extends BaseJavaMigration {

        @Override
        public void migrate(Context context) throws Exception {
            context.getConnection().createStatement().execute("create table never (id int)");
            throw new IllegalStateException("fails here");
        }
    }

    private static final class V5__Inserts extends BaseJavaMigration {

        @Override
        public void migrate(Context context) throws Exception {
            Connection connection = context.getConnection();
            try (var insert = connection.prepareStatement("insert into customers (name) values (?)")) {
                insert.setString(1, "by code");
                insert.executeUpdate();
            }
        }
    }
}
