package io.quarkiverse.isolatedschema.runtime.datasource;

import java.sql.SQLException;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/**
 * The pool of one lease.
 *
 * @param lease the lease its connections reach
 * @param dataSource the pool as the application sees it, with telemetry where the application has it
 * @param first the connections that the pool opens by itself
 * @param late hears of the connections that the pool opens
 * @param uses tells who uses the connections
 */
public record LeasePool(Lease lease, AgroalDataSource dataSource, FirstConnections first, LateConnections late,
        ConnectionsInUse uses)
        implements
            AutoCloseable {

    /** The schema can be used: connections that were opened before go on from here. */
    public void schemaIsThere() {
        first.release();
    }

    /**
     * Waits until the connections that were asked for are open and warm.
     *
     * @throws SQLException when one of them could not be opened
     */
    public void awaitFirstConnections() throws SQLException {
        first.await();
    }

    /** @return the number of connections in use now */
    public long inUse() {
        return dataSource.getMetrics().activeCount();
    }

    /** Closes every connection, those in use too, before it returns; one that is being opened, as soon as it is. */
    @Override
    public void close() {
        late.refuse();
        first.release();
        dataSource.close();
    }
}
