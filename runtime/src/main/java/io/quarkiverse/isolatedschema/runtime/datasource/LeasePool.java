package io.quarkiverse.isolatedschema.runtime.datasource;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/**
 * The pool of one lease.
 *
 * @param lease the lease its connections reach
 * @param dataSource the pool as the application sees it, with telemetry where the application has it
 * @param late hears of the connections that the pool opens
 */
public record LeasePool(Lease lease, AgroalDataSource dataSource, LateConnections late) implements AutoCloseable {

    /** @return the number of connections in use now */
    public long inUse() {
        return dataSource.getMetrics().activeCount();
    }

    /** Closes every connection, those in use too, before it returns; one that is being opened, as soon as it is. */
    @Override
    public void close() {
        late.refuse();
        dataSource.close();
    }
}
