package io.quarkiverse.isolatedschema.runtime.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import org.jboss.logmanager.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;
import io.quarkiverse.isolatedschema.runtime.config.NothingDropped;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabase;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class PackagedRunTest {

    private static final String URL = "quarkus.datasource.jdbc.url";

    private final RunId id = RunId.random();

    private PostgresServer server;

    private Run application;

    @BeforeEach
    void application(PostgresServer server) throws SQLException {
        this.server = server;
        application = Run.on(server);
    }

    @Test
    void itWorksInARunDatabaseThatGoesWithIt() throws SQLException {
        String url;
        try (PackagedRun run = PackagedRun.open(id, devServices(InternalKeys.ISOLATED, "true")).orElseThrow()) {
            url = run.configuration().get(URL);
            try (Connection connection = DriverManager.getConnection(url, application.role(), "any")) {
                assertThat(connection.getCatalog()).isEqualTo(LeaseName.runDatabase(id));
                assertThat(connection.getSchema()).isEqualTo(LeaseName.bootSchema(id));
            }
        }
        assertThat(server.query("postgres", "select datname from pg_database where datname = ?", LeaseName.runDatabase(id)))
                .isEmpty();
    }

    @Test
    void whereDatabasesMayNotBeCreatedItWorksInASchemaThatGoesWithIt() throws SQLException {
        application = GivenRun.application(server);
        System.setProperty(NothingDropped.DEFAULT_STRATEGY, "drop-and-create");
        try (PackagedRun run = PackagedRun.open(id, devServices(InternalKeys.ISOLATED, "true")).orElseThrow();
                LogRecords log = new LogRecords(GivenDatabase.class)) {
            assertThat(run.configuration()).containsEntry(NothingDropped.DEFAULT_STRATEGY, "create");
            try (Connection connection = DriverManager.getConnection(run.configuration().get(URL), application.role(), "any")) {
                assertThat(connection.getCatalog()).isEqualTo(application.database());
                assertThat(connection.getSchema()).isEqualTo(LeaseName.bootSchema(id));
                Databases.execute(connection, "create table note (text varchar); create table public.thing (id int)");
            }
            run.close();
            assertThat(log.at(Level.WARN)).singleElement().asString().contains("table \"public.thing\" was made");
        } finally {
            System.clearProperty(NothingDropped.DEFAULT_STRATEGY);
        }
        assertThat(server.query(application.database(), "select relname from pg_class c join pg_namespace n"
                + " on n.oid = relnamespace where relkind = 'r' and nspname !~ '^(pg_|information_schema)'"))
                .containsExactly("thing");
    }

    @Test
    void withoutAClassThatAsksItIsLeftAlone() {
        try (LogRecords log = new LogRecords(PackagedRun.class)) {
            assertThat(PackagedRun.open(id, devServices("nobody", "asks"))).isEmpty();
            assertThat(log.at(Level.WARN)).isEmpty();
        }
    }

    @Test
    void aUrlThatIsNotKnownIsNotPassedOverInSilence() {
        try (LogRecords log = new LogRecords(PackagedRun.class)) {
            assertThat(PackagedRun.open(id, Map.of(InternalKeys.ISOLATED, "true"))).isEmpty();
            assertThat(log.at(Level.WARN)).singleElement().asString().contains("gets no run database")
                    .contains("'" + URL + "'");
        }
    }

    private Map<String, String> devServices(String key, String value) {
        return Map.of(key, value, URL, application.request().original().toString(), "quarkus.datasource.username",
                application.role(), "quarkus.datasource.password", "any");
    }
}
