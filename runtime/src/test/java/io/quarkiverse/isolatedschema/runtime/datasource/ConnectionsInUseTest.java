package io.quarkiverse.isolatedschema.runtime.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import org.acme.Application;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.agroal.api.configuration.AgroalDataSourceConfiguration.DataSourceImplementation;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class ConnectionsInUseTest {

    private final Run application;

    private LeasePool pool;

    ConnectionsInUseTest(PostgresServer server) throws SQLException {
        application = Run.on(server);
    }

    @BeforeEach
    void open() {
        pool = Pools.of(application).create(Pools.lease(application, "lease"));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aUseNamesTheThreadAndThePlaceInTheApplication() throws SQLException {
        long before = System.nanoTime();
        try (Connection used = Application.calls(pool.dataSource()::getConnection)) {
            assertThat(pool.uses().now()).singleElement().satisfies(use -> {
                assertThat(use.thread()).isSameAs(Thread.currentThread());
                assertThat(use.since()).isBetween(before, System.nanoTime());
                assertThat(use.place()).hasValueSatisfying(
                        place -> assertThat(place)
                                .startsWith(Application.class.getName() + ".calls(Application.java:"));
                assertThat(use.connection().unwrap(org.postgresql.PGConnection.class)).isNotNull();
            });
            assertThat(used.isValid(1)).isTrue();
        }
        assertThat(pool.uses().now()).isEmpty();
    }

    @Test
    void withoutThePoolingOfConnectionsToo() throws SQLException {
        LeasePool poolless = Pools
                .of(Pools.prototype(application).dataSourceImplementation(DataSourceImplementation.AGROAL_POOLLESS))
                .create(Pools.lease(application, "lease"));
        try (poolless; Connection used = poolless.dataSource().getConnection()) {
            assertThat(poolless.uses().now()).hasSize(1);
            used.close();
            assertThat(poolless.uses().now()).isEmpty();
        }
    }

    @Test
    void aClosedPoolHasNoneInUse() throws SQLException {
        try (Connection used = pool.dataSource().getConnection()) {
            pool.close();
            assertThat(pool.uses().now()).isEmpty();
            assertThat(used).isNotNull();
        }
    }
}
