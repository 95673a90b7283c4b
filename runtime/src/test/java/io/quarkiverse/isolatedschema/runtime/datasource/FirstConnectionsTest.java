package io.quarkiverse.isolatedschema.runtime.datasource;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.TransactionRequirement;
import io.agroal.api.configuration.AgroalDataSourceConfiguration.DataSourceImplementation;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.transaction.TransactionIntegration;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class FirstConnectionsTest {

    private final PostgresServer server;

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    private Run application;

    FirstConnectionsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void database() throws SQLException {
        application = Run.on(server);
        server.execute(application.database(), "set role " + application.role()
                + "; create schema shop; create table shop.orders (id int primary key); create view shop.newest as select * from shop.orders");
    }

    private LeasePoolFactory pools(UnaryOperator<AgroalDataSourceConfigurationSupplier> change) {
        AgroalPoolInterceptor interceptor = new AgroalPoolInterceptor() {
            @Override
            public void onConnectionCreate(Connection connection) {
                heard.add("create");
            }

            @Override
            public void onConnectionAcquire(Connection connection) {
                heard.add("acquire");
            }
        };
        return new LeasePoolFactory(change.apply(Pools.prototype(application)).get(), List.of(interceptor),
                new AgroalDataSourceListener() {
                }, TransactionIntegration::none, UnaryOperator.identity(), 20);
    }

    private LeasePool warm(LeasePoolFactory pools, int connections) throws SQLException {
        LeasePool pool = pools.createWarm(Pools.lease(application, "shop"), connections);
        pool.schemaIsThere();
        try {
            pool.awaitFirstConnections();
            return pool;
        } catch (SQLException failed) {
            pool.close();
            throw failed;
        }
    }

    /** What a session knows of a view's query lies in a piece of its memory that bears the view's name. */
    private static List<String> knownViews(LeasePool pool) throws SQLException {
        try (Connection session = pool.dataSource().getConnection()) {
            return query(session,
                    "select ident from pg_backend_memory_contexts where name = 'relation rules' and ident = 'newest'");
        }
    }

    @Test
    void theyKnowTheTablesAndViewsBeforeTheFirstQuery() throws SQLException {
        server.execute("postgres", "grant pg_read_all_stats to " + application.role());
        try (LeasePool warm = warm(pools(same -> same), 1);
                LeasePool cold = pools(same -> same).create(Pools.lease(application, "shop"))) {
            assertThat(knownViews(warm)).containsExactly("newest");
            assertThat(knownViews(cold)).isEmpty();
        }
    }

    @Test
    void asManyAreOpenAsWereAskedFor() throws SQLException {
        try (LeasePool pool = warm(pools(same -> same), 3)) {
            assertThat(pool.dataSource().getMetrics().availableCount()).isEqualTo(3);
            assertThat(server.sessionsOf(application.role())).isEqualTo(3);
        }
    }

    @Test
    void noMoreAreOpenedThanThePoolMayHave() throws SQLException {
        try (LeasePool pool = warm(pools(prototype -> prototype.connectionPoolConfiguration(one -> one.maxSize(1))), 3)) {
            assertThat(pool.dataSource().getMetrics().availableCount()).isEqualTo(1);
        }
    }

    @Test
    void whereNothingIsPooledNoneIsOpened() throws SQLException {
        try (LeasePool pool = warm(pools(prototype -> prototype
                .dataSourceImplementation(DataSourceImplementation.AGROAL_POOLLESS)), 2)) {
            assertThat(server.sessionsOf(application.role())).isZero();
            try (Connection connection = pool.dataSource().getConnection()) {
                assertThat(query(connection, "select 1")).containsExactly("1");
            }
        }
    }

    @Test
    void interceptorsHearOfThemButOfNoAcquisition() throws SQLException {
        try (LeasePool pool = warm(pools(same -> same), 2)) {
            assertThat(heard).containsExactly("create", "create");
            pool.dataSource().getConnection().close();
            assertThat(heard).containsExactly("create", "create", "acquire");
        }
    }

    @Test
    void aPoolThatAsksForATransactionIsWarmedToo() throws SQLException {
        try (LeasePool pool = warm(pools(prototype -> prototype
                .connectionPoolConfiguration(strict -> strict.transactionRequirement(TransactionRequirement.STRICT))), 2)) {
            assertThat(pool.dataSource().getMetrics().availableCount()).isEqualTo(2);
        }
    }

    @Test
    void withoutAutoCommitNoTransactionIsLeftOpen() throws SQLException {
        try (LeasePool pool = warm(pools(prototype -> prototype.connectionPoolConfiguration(
                manual -> manual.connectionFactoryConfiguration(connections -> connections.autoCommit(false)))), 2)) {
            assertThat(pool.dataSource().getMetrics().availableCount()).isEqualTo(2);
            assertThat(server.query("postgres", "select state from pg_stat_activity where usename = ?", application.role()))
                    .containsExactly("idle", "idle");
        }
    }

    @Test
    void whatCannotBeLookedAtKeepsNobodyFromConnecting() throws SQLException {
        server.execute(application.database(), "create table shop.secrets (id int); revoke all on shop.secrets from public;"
                + " create view shop.broken as select 1 / 0 as no");
        try (LeasePool pool = warm(pools(same -> same), 1); Connection connection = pool.dataSource().getConnection()) {
            assertThat(query(connection, "select 1")).containsExactly("1");
        }
    }

    @Test
    void theReasonWhyTheyCannotBeOpenedIsToldAndNoSessionIsLeft() throws SQLException {
        server.execute("postgres", "alter role " + application.role() + " connection limit 1");

        assertThatThrownBy(() -> warm(pools(same -> same), 2)).isInstanceOf(SQLException.class)
                .hasMessageContaining("too many connections for role");
        for (int i = 0; i < 200 && server.sessionsOf(application.role()) > 0; i++) {
            server.query("postgres", "select pg_sleep(0.01)::text");
        }
        assertThat(server.sessionsOf(application.role())).isZero();
    }
}
