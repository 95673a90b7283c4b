package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner.Provisioned;

/** Makes leases with their pools. Usable by several threads at once. */
final class LeasePreparation {

    /** Says in a lease's comment that no test class has it yet. */
    static final String AHEAD = "prepared ahead";

    private static final Logger log = Logger.getLogger(LeasePreparation.class);

    private final Provisioner provisioner;

    private final LeasePoolFactory pools;

    private final int connections;

    /**
     * @param provisioner makes the leases
     * @param pools makes their pools
     * @param connections how many connections a lease that is prepared ahead opens
     */
    LeasePreparation(Provisioner provisioner, LeasePoolFactory pools, int connections) {
        this.provisioner = provisioner;
        this.pools = pools;
        this.connections = connections;
    }

    /** A lease that somebody waits for: its first connection comes when it comes. */
    PreparedLease now(String purpose) throws SQLException {
        return prepare(purpose, false, pools::create);
    }

    /** A lease that nobody waits for yet: with open and warm connections. */
    PreparedLease ahead() throws SQLException {
        return prepare(AHEAD, true, lease -> pools.createWarm(lease, connections));
    }

    private PreparedLease prepare(String purpose, boolean ahead, PoolOpening opening) throws SQLException {
        Provisioned made = provisioner.provision(purpose);
        long start = System.nanoTime();
        try {
            LeasePool pool = opening.open(made.lease());
            return new PreparedLease(pool, ahead, made.cloneNanos(), made.renameNanos(), System.nanoTime() - start);
        } catch (SQLException | RuntimeException failed) {
            drop(made);
            throw failed;
        }
    }

    @FunctionalInterface
    private interface PoolOpening {
        LeasePool open(Lease lease) throws SQLException;
    }

    private void drop(Provisioned useless) {
        try {
            provisioner.drop(useless.lease());
        } catch (SQLException refused) {
            log.debugf(refused, "Lease %s, which got no pool, stays until the end of the run", useless.lease().schema());
        }
    }
}
