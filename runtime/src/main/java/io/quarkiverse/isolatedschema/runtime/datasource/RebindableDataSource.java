package io.quarkiverse.isolatedschema.runtime.datasource;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.logging.Logger;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceMetrics;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;

/**
 * The application's datasource: whoever holds it, for however long, reaches the pool of the current lease.
 * <p>
 * Rebinding is a reference swap. While it is parked, whoever asks for a connection waits, within bounds, and then gets one
 * of the lease that is current by then.
 */
public final class RebindableDataSource implements AgroalDataSource {

    private final Gate gate;

    private final ContinuousMetrics metrics;

    private final Admission admission;

    private volatile LeasePool current;

    /**
     * @param boot the pool of the boot lease
     * @param parkTimeout how long somebody who asks for a connection waits at most while this is parked
     * @param admission decides who gets a connection
     */
    public RebindableDataSource(LeasePool boot, Duration parkTimeout, Admission admission) {
        this.current = boot;
        this.metrics = new ContinuousMetrics(boot.dataSource().getMetrics());
        this.gate = new Gate(parkTimeout);
        this.admission = admission;
    }

    /** @return the pool that connections come from now */
    public LeasePool current() {
        return current;
    }

    /**
     * Takes connections from another pool from now on. The old one stays open: closing it is up to the caller.
     *
     * @param next the pool of another lease
     * @return the pool that was current
     */
    public synchronized LeasePool rebind(LeasePool next) {
        LeasePool previous = current;
        metrics.rebind(next.dataSource().getMetrics());
        current = next;
        return previous;
    }

    /** Lets whoever asks for a connection wait, until {@link #unpark()}. */
    public void park() {
        gate.shut();
    }

    /** Ends the wait that {@link #park()} began. */
    public void unpark() {
        gate.open();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return acquire(AgroalDataSource::getConnection);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return acquire(pool -> pool.getConnection(username, password));
    }

    @Override
    public Connection getReadOnlyConnection() throws SQLException {
        return acquire(AgroalDataSource::getReadOnlyConnection);
    }

    /** Asks anew whenever the pool was closed by a rebind between the look at it and the call. */
    private Connection acquire(Acquisition acquisition) throws SQLException {
        gate.pass();
        LeasePool asked = current;
        while (true) {
            admission.admit(asked);
            try {
                return acquisition.from(asked.dataSource());
            } catch (SQLException | RuntimeException failed) {
                gate.pass();
                LeasePool now = current;
                if (asked == now) {
                    throw failed;
                }
                asked = now;
            }
        }
    }

    @FunctionalInterface
    private interface Acquisition {
        Connection from(AgroalDataSource pool) throws SQLException;
    }

    @Override
    public boolean isHealthy(boolean newConnection) throws SQLException {
        return current.dataSource().isHealthy(newConnection);
    }

    @Override
    public AgroalDataSourceConfiguration getConfiguration() {
        return current.dataSource().getConfiguration();
    }

    @Override
    public AgroalDataSourceMetrics getMetrics() {
        return metrics;
    }

    @Override
    public void flush(FlushMode mode) {
        current.dataSource().flush(mode);
    }

    @Override
    public void setPoolInterceptors(Collection<? extends AgroalPoolInterceptor> interceptors) {
        current.dataSource().setPoolInterceptors(interceptors);
    }

    @Override
    public List<AgroalPoolInterceptor> getPoolInterceptors() {
        return current.dataSource().getPoolInterceptors();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : current.dataSource().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || current.dataSource().isWrapperFor(type);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return current.dataSource().getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        current.dataSource().setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return current.dataSource().getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        current.dataSource().setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return current.dataSource().getParentLogger();
    }

    /** Closes the current pool; nothing is handed out afterwards. */
    @Override
    public void close() {
        current.close();
    }
}
