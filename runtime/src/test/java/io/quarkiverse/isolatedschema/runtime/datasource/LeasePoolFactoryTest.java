package io.quarkiverse.isolatedschema.runtime.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Level;

import javax.transaction.xa.XAResource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.xa.PGXADataSource;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.cache.Acquirable;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.transaction.TransactionAware;
import io.agroal.api.transaction.TransactionIntegration;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class LeasePoolFactoryTest {

    private final Run application;

    private final AgroalDataSourceConfigurationSupplier prototype;

    LeasePoolFactoryTest(PostgresServer server) throws SQLException {
        application = Run.on(server);
        prototype = Pools.prototype(application);
    }

    private LeasePool pool(String schema) {
        return Pools.of(prototype).create(Pools.lease(application, schema));
    }

    private static AgroalConnectionPoolConfiguration configuration(LeasePool pool) {
        return pool.dataSource().getConfiguration().connectionPoolConfiguration();
    }

    @Test
    void thePoolIsLikeTheApplicationsOwn() throws SQLException {
        prototype.connectionPoolConfiguration().maxSize(7).acquisitionTimeout(Duration.ofSeconds(3))
                .maxLifetime(Duration.ofMinutes(4)).idleValidationTimeout(Duration.ofSeconds(5))
                .leakTimeout(Duration.ofMinutes(6)).validateOnBorrow(true).connectionFactoryConfiguration()
                .initialSql("set statement_timeout = 4711").autoCommit(false).loginTimeout(Duration.ofSeconds(8))
                .jdbcTransactionIsolation(TransactionIsolation.SERIALIZABLE).jdbcProperty("ApplicationName", "shop");
        try (LeasePool pool = pool("lease")) {
            AgroalConnectionPoolConfiguration configuration = configuration(pool);
            assertThat(configuration.maxSize()).isEqualTo(7);
            assertThat(configuration.acquisitionTimeout()).isEqualTo(Duration.ofSeconds(3));
            assertThat(configuration.maxLifetime()).isEqualTo(Duration.ofMinutes(4));
            assertThat(configuration.idleValidationTimeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(configuration.leakTimeout()).isEqualTo(Duration.ofMinutes(6));
            assertThat(configuration.validateOnBorrow()).isTrue();
            assertThat(configuration.connectionFactoryConfiguration().loginTimeout()).isEqualTo(Duration.ofSeconds(8));
            try (Connection connection = pool.dataSource().getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
                assertThat(Databases.query(connection, "show statement_timeout")).containsExactly("4711ms");
                assertThat(Databases.query(connection, "show application_name")).containsExactly("shop");
                assertThat(Databases.query(connection, "show search_path")).containsExactly("lease");
                assertThat(Databases.query(connection, "select current_user")).containsExactly(application.role());
            }
        }
    }

    @Test
    void aConfiguredCrowdIsNotOpenedForEveryLease() {
        prototype.connectionPoolConfiguration().minSize(5).initialSize(5).maxSize(50);
        try (LeasePool pool = pool("lease")) {
            assertThat(configuration(pool).initialSize()).isEqualTo(1);
            assertThat(configuration(pool).minSize()).isEqualTo(1);
            assertThat(configuration(pool).maxSize()).as("the cap of the server").isEqualTo(20);
        }
    }

    @Test
    void aPoolMuchSmallerThanConfiguredIsTold() {
        assertThat(warnings(10, 9)).singleElement(STRING)
                .contains("at most 9 connections, not the 10 of 'quarkus.datasource.jdbc.max-size'", "'max_connections'",
                        "ALTER ROLE … CONNECTION LIMIT");
    }

    @ParameterizedTest
    @CsvSource({ "9,9", "50,10" })
    void aPoolThatServesMostIsNot(int configured, int cap) {
        assertThat(warnings(configured, cap)).isEmpty();
    }

    private List<String> warnings(int configured, int cap) {
        prototype.connectionPoolConfiguration().maxSize(configured);
        try (LogRecords log = new LogRecords(LeasePoolFactory.class)) {
            new LeasePoolFactory(prototype.get(), List.of(), new AgroalDataSourceListener() {
            }, TransactionIntegration::none, UnaryOperator.identity(), cap);
            return log.at(Level.WARNING);
        }
    }

    @Test
    void onePoolHasItsOwnPropertiesCacheAndTransactions() {
        List<TransactionIntegration> made = new ArrayList<>();
        RememberingCache cache = new RememberingCache();
        prototype.connectionPoolConfiguration().connectionCache(cache).connectionFactoryConfiguration()
                .jdbcProperty("ApplicationName", "shop");
        AgroalDataSourceConfiguration configured = prototype.get();
        LeasePoolFactory pools = new LeasePoolFactory(configured, List.of(), new AgroalDataSourceListener() {
        }, () -> {
            made.add(new OwnTransactions());
            return made.get(made.size() - 1);
        }, UnaryOperator.identity(), 20);
        try (LeasePool one = pools.create(Pools.lease(application, "one"));
                LeasePool other = pools.create(Pools.lease(application, "other"))) {
            assertThat(made).hasSize(2);
            assertThat(configuration(one).transactionIntegration()).isNotSameAs(configuration(other).transactionIntegration());
            AgroalConnectionFactoryConfiguration first = configuration(one).connectionFactoryConfiguration();
            AgroalConnectionFactoryConfiguration second = configuration(other).connectionFactoryConfiguration();
            assertThat(first.jdbcProperties()).isNotSameAs(second.jdbcProperties()).isEqualTo(second.jdbcProperties());
            assertThat(first.jdbcProperties()).isNotSameAs(configured.connectionPoolConfiguration()
                    .connectionFactoryConfiguration().jdbcProperties());
            assertThat(first.credentials()).isNotSameAs(second.credentials());
            assertThat(configuration(one).connectionCache()).isNotSameAs(cache);
        }
    }

    @Test
    void aConnectionCacheOfTheApplicationAnswersForNoOtherLease() throws SQLException {
        prototype.connectionPoolConfiguration().connectionCache(new RememberingCache());
        LeasePoolFactory pools = Pools.of(prototype);
        try (LeasePool one = pools.create(Pools.lease(application, "one"));
                LeasePool other = pools.create(Pools.lease(application, "other"))) {
            for (int i = 0; i < 3; i++) {
                for (LeasePool pool : List.of(one, other)) {
                    try (Connection connection = pool.dataSource().getConnection()) {
                        assertThat(Databases.query(connection, "show search_path"))
                                .containsExactly(pool.lease().schema());
                    }
                }
            }
        }
    }

    @Test
    void interceptorsListenerAndTelemetryAreKept() throws SQLException {
        AtomicInteger intercepted = new AtomicInteger();
        AtomicInteger heard = new AtomicInteger();
        List<AgroalDataSource> wrapped = new ArrayList<>();
        LeasePoolFactory pools = new LeasePoolFactory(prototype.get(), List.of(new AgroalPoolInterceptor() {
            @Override
            public void onConnectionAcquire(Connection connection) {
                intercepted.incrementAndGet();
            }
        }), new AgroalDataSourceListener() {
            @Override
            public void onConnectionAcquire(Connection connection) {
                heard.incrementAndGet();
            }
        }, TransactionIntegration::none, pool -> {
            wrapped.add(pool);
            return pool;
        }, 20);
        try (LeasePool pool = pools.create(Pools.lease(application, "lease"))) {
            pool.dataSource().getConnection().close();

            assertThat(wrapped).containsExactly(pool.dataSource());
            assertThat(intercepted).hasValue(1);
            assertThat(heard).hasValue(1);
            assertThat(pool.dataSource().getPoolInterceptors()).hasSize(1);
        }
    }

    @Test
    void connectionsOfPostgresOwnDriverAreIntercepted() {
        assertThat(Pools.of(Pools.prototype(application)).notIntercepted()).isEmpty();
        prototype.connectionPoolConfiguration().connectionFactoryConfiguration().connectionProviderClass(Driver.class);
        assertThat(Pools.of(prototype).notIntercepted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = { PGXADataSource.class, PGSimpleDataSource.class, OtherDriver.class })
    void othersAreNotIntercepted(Class<?> provider) {
        prototype.connectionPoolConfiguration().connectionFactoryConfiguration().connectionProviderClass(provider);
        assertThat(Pools.of(prototype).notIntercepted()).contains(provider.getName());
    }

    @Test
    void closedItEndsConnectionsInUse() throws SQLException {
        LeasePool pool = pool("lease");
        Connection used = pool.dataSource().getConnection();
        assertThat(pool.inUse()).isEqualTo(1);

        pool.close();

        assertThat(used.isClosed() || !used.isValid(1)).isTrue();
    }

    private static final class OwnTransactions implements TransactionIntegration {

        @Override
        public TransactionAware getTransactionAware() {
            return null;
        }

        @Override
        public void associate(TransactionAware connection, XAResource xa) {
        }

        @Override
        public boolean disassociate(TransactionAware connection) {
            return true;
        }

        @Override
        public void addResourceRecoveryFactory(ResourceRecoveryFactory factory) {
        }

        @Override
        public void removeResourceRecoveryFactory(ResourceRecoveryFactory factory) {
        }
    }

    public static final class OtherDriver extends Driver {
    }

    /** Like the caches of Agroal and Quarkus: hands a connection out again, whatever pool asks. */
    private static final class RememberingCache implements ConnectionCache {

        private Acquirable remembered;

        @Override
        public Acquirable get() {
            return remembered != null && remembered.acquire() ? remembered : null;
        }

        @Override
        public void put(Acquirable acquirable) {
            remembered = acquirable;
        }

        @Override
        public void reset() {
            remembered = null;
        }
    }
}
