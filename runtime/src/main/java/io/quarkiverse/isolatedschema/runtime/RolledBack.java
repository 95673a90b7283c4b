package io.quarkiverse.isolatedschema.runtime;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.rollback.MethodTransaction;

/** A lease whose methods are rolled back, and the pool through which they work in it. */
final class RolledBack implements AutoCloseable {

    private static final Logger log = Logger.getLogger(RolledBack.class);

    private final MethodTransaction transaction;

    private final LeasePool pool;

    private RolledBack(MethodTransaction transaction, LeasePool pool) {
        this.transaction = transaction;
        this.pool = pool;
    }

    /**
     * @param pools makes the pool
     * @param lease the lease
     * @param patience how long work waits for that of another thread, before it is refused
     */
    static RolledBack of(LeasePoolFactory pools, Lease lease, Duration patience) {
        MethodTransaction transaction = new MethodTransaction(patience);
        return new RolledBack(transaction, pools.create(lease, Optional.of(transaction)));
    }

    LeasePool pool() {
        return pool;
    }

    boolean isOf(Lease lease) {
        return pool.lease() == lease;
    }

    /** Everybody who uses the pool works in the method's transaction from now on. */
    void begin(String method) throws SQLException {
        // The first connection may not be open yet; the transaction lives in it.
        pool.dataSource().getConnection().close();
        transaction.begin(method);
    }

    /** A connection into the method's transaction. */
    Connection connect() throws SQLException {
        return pool.dataSource().getConnection();
    }

    /** @return whether the lease is as it was before the method, and this can be used for the next one */
    boolean end() {
        return transaction.rollback();
    }

    @Override
    public void close() {
        pool.close();
        try {
            transaction.close();
        } catch (SQLException gone) {
            log.debugf(gone, "The session of lease %s in which methods were rolled back has ended", pool.lease().schema());
        }
    }
}
