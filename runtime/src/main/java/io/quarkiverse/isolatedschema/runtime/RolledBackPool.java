package io.quarkiverse.isolatedschema.runtime;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.reset.WipeScope;
import io.quarkiverse.isolatedschema.runtime.rollback.MethodTransaction;
import io.quarkiverse.isolatedschema.runtime.rollback.RolledBack;

/** A lease whose methods are rolled back, and the pool through which they work in it. */
final class RolledBackPool implements AutoCloseable {

    private static final Logger log = Logger.getLogger(RolledBack.class);

    private final MethodTransaction transaction;

    private final LeasePool pool;

    private RolledBackPool(MethodTransaction transaction, LeasePool pool) {
        this.transaction = transaction;
        this.pool = pool;
    }

    /**
     * @param pools makes the pool
     * @param lease the lease
     * @param scope what of it belongs to the application
     * @param patience how long work waits for that of another thread, before it is refused
     */
    static RolledBackPool of(LeasePoolFactory pools, Lease lease, WipeScope scope, Duration patience) {
        MethodTransaction transaction = new MethodTransaction(patience, scope);
        return new RolledBackPool(transaction, pools.create(lease, Optional.of(transaction)));
    }

    LeasePool pool() {
        return pool;
    }

    boolean isOf(Lease lease) {
        return pool.lease() == lease;
    }

    /** Everybody who uses the pool works in the method's transaction from now on. */
    void begin(String method) throws SQLException {
        pool.awaitFirstConnections();
        transaction.begin(method);
    }

    /** A connection into the method's transaction. */
    Connection connect() throws SQLException {
        Optional<Connection> shared = transaction.connect();
        return shared.isPresent() ? shared.get() : pool.dataSource().getConnection();
    }

    /** What became of the method's work. */
    RolledBack end() {
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
