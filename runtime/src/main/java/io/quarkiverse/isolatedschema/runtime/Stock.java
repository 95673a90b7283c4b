package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;

/** Leases that all hold the same: those that are ready, and the way to make one more. */
final class Stock {

    private final Provisioner provisioner;

    private final LeasePreparation preparation;

    private final WarmPool ahead;

    /**
     * @param provisioner makes the leases
     * @param pools makes their pools
     * @param background prepares those that nobody waits for yet
     * @param size how many of these there are
     * @param wipes looks at these, so that they can be wiped
     */
    Stock(Provisioner provisioner, LeasePoolFactory pools, Executor background, WarmPool.Size size, WipeAhead wipes) {
        this.provisioner = provisioner;
        this.preparation = new LeasePreparation(provisioner, pools, size.connections(), wipes);
        this.ahead = new WarmPool(preparation, background, size);
    }

    Provisioner provisioner() {
        return provisioner;
    }

    /** Has as many leases prepared, in the background, as there may be. */
    void fill() {
        ahead.fill();
    }

    /** The one that was prepared first; empty when none is on its way. */
    Optional<PreparedLease> ready() throws SQLException {
        return ahead.take();
    }

    /** One more, made here and now. */
    PreparedLease make(String purpose) throws SQLException {
        return preparation.now(purpose);
    }

    /** Takes out all leases that are ready, since they are of no use any more. */
    List<LeasePool> empty() {
        return ahead.empty();
    }

    /** Prepares no more, and closes the pools of the leases that nobody took. To be called after the background's end. */
    void close() {
        ahead.close();
    }
}
