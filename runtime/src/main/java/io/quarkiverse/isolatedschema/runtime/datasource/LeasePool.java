package io.quarkiverse.isolatedschema.runtime.datasource;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/**
 * The pool of one lease.
 *
 * @param lease the lease its connections reach
 * @param dataSource the pool as the application sees it, with telemetry where the application has it
 */
public record LeasePool(Lease lease, AgroalDataSource dataSource) implements AutoCloseable {

    /** @return the number of connections in use now */
    public long inUse() {
        return dataSource.getMetrics().activeCount();
    }

    /** Closes every connection, those in use too, before it returns. */
    @Override
    public void close() {
        dataSource.close();
    }
}
