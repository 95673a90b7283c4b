package io.quarkiverse.isolatedschema.runtime.datasource;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jboss.logging.Logger;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import io.agroal.api.configuration.AgroalDataSourceConfiguration.DataSourceImplementation;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.transaction.TransactionIntegration;
import io.agroal.pool.DataSource;
import io.quarkiverse.isolatedschema.runtime.driver.InterceptingDriver;
import io.quarkiverse.isolatedschema.runtime.driver.Interception;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/**
 * Makes the pool of a lease like the pool of the application's own datasource, sharing nothing mutable with it or with
 * any other: a shared connection cache once answered with a connection of another lease.
 */
public final class LeasePoolFactory {

    private static final Logger log = Logger.getLogger(LeasePoolFactory.class);

    /** Below that, applications under test begin to wait for each other's connections. */
    private static final int FEW = 10;

    private final AgroalDataSourceConfiguration prototype;

    private final Collection<AgroalPoolInterceptor> interceptors;

    private final AgroalDataSourceListener listener;

    private final Supplier<TransactionIntegration> transactions;

    private final UnaryOperator<AgroalDataSource> telemetry;

    private final int maxSize;

    /**
     * @param prototype the configuration of the application's own datasource
     * @param interceptors the interceptors of the application's own datasource
     * @param listener hears the events of every pool
     * @param transactions makes a transaction integration of its own for each pool
     * @param telemetry wraps a pool where the application traces its SQL, else returns it as it is
     * @param maxSize the most connections a pool may have, whatever is configured
     */
    public LeasePoolFactory(AgroalDataSourceConfiguration prototype, Collection<AgroalPoolInterceptor> interceptors,
            AgroalDataSourceListener listener, Supplier<TransactionIntegration> transactions,
            UnaryOperator<AgroalDataSource> telemetry, int maxSize) {
        this.prototype = prototype;
        this.interceptors = interceptors;
        this.listener = listener;
        this.transactions = transactions;
        this.telemetry = telemetry;
        this.maxSize = maxSize;
        int configured = prototype.connectionPoolConfiguration().maxSize();
        if (maxSize < Math.min(configured, FEW)) {
            log.warnf("The pool of each lease gets at most %d connections, not the %d of 'quarkus.datasource.jdbc.max-size', so"
                    + " that all together stay below what the server allows. If something waits for connections in vain, raise"
                    + " the server's 'max_connections' or the role's connection limit (ALTER ROLE … CONNECTION LIMIT).",
                    maxSize,
                    configured);
        }
    }

    /**
     * Makes a pool and lets it open its first connection in the background.
     *
     * @param lease the lease its connections reach
     * @return the pool
     */
    public LeasePool create(Lease lease) {
        return create(lease, Optional.empty());
    }

    /**
     * Makes a pool whose connections are intercepted, and lets it open its first connection in the background; all that it
     * may have, where they share one.
     *
     * @param lease the lease its connections reach
     * @param interception gives the connections, unless {@link #notIntercepted()} tells a reason against it
     * @return the pool
     */
    public LeasePool create(Lease lease, Optional<? extends Interception> interception) {
        boolean all = isPooled() && interception.filter(Interception::sharesOneConnection).isPresent();
        LeasePool pool = create(lease, all ? size() : 1, interception, all
                ? FirstConnections.all(size(), prototype.connectionPoolConfiguration().acquisitionTimeout())
                : FirstConnections.cold());
        pool.schemaIsThere();
        return pool;
    }

    /**
     * Whether connections can be intercepted at all: those of Postgres' own driver can.
     *
     * @return empty, or the name of the class that the application's connections come from instead, such as a datasource for
     *         XA transactions
     */
    public Optional<String> notIntercepted() {
        Class<?> configured = prototype.connectionPoolConfiguration().connectionFactoryConfiguration()
                .connectionProviderClass();
        return isUsualDriver(configured) ? Optional.empty() : Optional.of(configured.getName());
    }

    /**
     * Whether connections use the schema while they are opened, so that they cannot be opened before it is there.
     *
     * @return whether each connection begins with SQL of the application
     */
    public boolean connectionsNeedSchema() {
        String sql = prototype.connectionPoolConfiguration().connectionFactoryConfiguration().initialSql();
        return sql != null && !sql.isBlank();
    }

    /**
     * Makes a pool and lets it open its first connection in the background. It cannot be used before
     * {@link LeasePool#schemaIsThere()}.
     *
     * @param lease the lease its connections reach
     * @return the pool
     */
    public LeasePool createCold(Lease lease) {
        return create(lease, 1, Optional.empty(), FirstConnections.cold());
    }

    /**
     * Makes a pool and lets it open and warm its first connections in the background, see
     * {@link LeasePool#awaitFirstConnections()}. It cannot be used before {@link LeasePool#schemaIsThere()}.
     *
     * @param lease the lease its connections reach
     * @param connections how many connections to open; no more than the pool may have are
     * @return the pool
     */
    public LeasePool createWarm(Lease lease, int connections) {
        int opened = isPooled() ? Math.min(connections, size()) : 0;
        return create(lease, opened, Optional.empty(),
                FirstConnections.warm(opened, prototype.connectionPoolConfiguration().acquisitionTimeout()));
    }

    private LeasePool create(Lease lease, int connections, Optional<? extends Interception> interception,
            FirstConnections first) {
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier()
                .dataSourceImplementation(prototype.dataSourceImplementation())
                // Whether a connection is in use is only counted with metrics.
                .metricsEnabled(true)
                .connectionPoolConfiguration(pool(lease, connections, interception));
        LateConnections late = new LateConnections();
        ConnectionsInUse uses = new ConnectionsInUse();
        AgroalDataSource dataSource = new DataSource(configuration.get(), listener, late, first, uses);
        if (!interceptors.isEmpty()) {
            dataSource.setPoolInterceptors(interceptors);
        }
        first.allow();
        return new LeasePool(lease, telemetry.apply(dataSource), first, late, uses);
    }

    /** Without a pool, every connection is opened when it is asked for. */
    private boolean isPooled() {
        return prototype.dataSourceImplementation() == DataSourceImplementation.AGROAL;
    }

    private int size() {
        return Math.max(1, Math.min(prototype.connectionPoolConfiguration().maxSize(), maxSize));
    }

    private AgroalConnectionPoolConfigurationSupplier pool(Lease lease, int connections,
            Optional<? extends Interception> interception) {
        AgroalConnectionPoolConfiguration configured = prototype.connectionPoolConfiguration();
        AgroalConnectionPoolConfigurationSupplier pool = new AgroalConnectionPoolConfigurationSupplier(configured)
                .connectionCache(ConnectionCache.none())
                .transactionIntegration(transactions.get())
                .initialSize(connections)
                .minSize(Math.min(connections, configured.minSize()))
                .maxSize(size())
                .connectionFactoryConfiguration(connections(lease, interception));
        if (interception.filter(Interception::sharesOneConnection).isPresent()) {
            pool.minSize(connections).reapTimeout(Duration.ZERO).maxLifetime(Duration.ZERO).validationTimeout(Duration.ZERO);
        }
        return pool;
    }

    /** Copied value by value, because the supplier's own copy constructor shares collections and properties. */
    private AgroalConnectionFactoryConfigurationSupplier connections(Lease lease,
            Optional<? extends Interception> interception) {
        AgroalConnectionFactoryConfiguration configured = prototype.connectionPoolConfiguration()
                .connectionFactoryConfiguration();
        AgroalConnectionFactoryConfigurationSupplier copy = new AgroalConnectionFactoryConfigurationSupplier()
                .jdbcUrl(lease.url().toString())
                .connectionProviderClass(configured.connectionProviderClass())
                .autoCommit(configured.autoCommit())
                .readOnly(configured.readOnly())
                .trackJdbcResources(configured.trackJdbcResources())
                .loginTimeout(configured.loginTimeout())
                .initialSql(configured.initialSql())
                .principal(configured.principal())
                .poolRecovery(configured.poolRecovery())
                .recoveryPrincipal(configured.recoveryPrincipal());
        if (configured.jdbcTransactionIsolation().isDefined()) {
            copy.jdbcTransactionIsolation(configured.jdbcTransactionIsolation().level());
        }
        configured.credentials().forEach(copy::credential);
        configured.recoveryCredentials().forEach(copy::recoveryCredential);
        configured.jdbcProperties().stringPropertyNames()
                .forEach(name -> copy.jdbcProperty(name, configured.jdbcProperties().getProperty(name)));
        configured.xaProperties().stringPropertyNames()
                .forEach(name -> copy.xaProperty(name, configured.xaProperties().getProperty(name)));
        interception.filter(one -> isUsualDriver(configured.connectionProviderClass()))
                .ifPresent(one -> copy.connectionProviderClass(InterceptingDriver.class)
                        .jdbcProperty(InterceptingDriver.INTERCEPTION, one.id()));
        return copy;
    }

    private static boolean isUsualDriver(Class<?> driver) {
        return driver == null || driver == org.postgresql.Driver.class;
    }
}
