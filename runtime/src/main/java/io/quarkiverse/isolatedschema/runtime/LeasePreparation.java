package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

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

    private final WipeAhead wipes;

    /**
     * @param provisioner makes the leases
     * @param pools makes their pools
     * @param connections how many connections a lease that is prepared ahead opens
     * @param wipes looks at those leases, so that they can be wiped
     */
    LeasePreparation(Provisioner provisioner, LeasePoolFactory pools, int connections, WipeAhead wipes) {
        this.provisioner = provisioner;
        this.pools = pools;
        this.connections = connections;
        this.wipes = wipes;
    }

    /** A lease that somebody waits for: its first connection comes when it comes. */
    PreparedLease now(String purpose) throws SQLException {
        return new Opening(pools::createCold).prepare(purpose, false);
    }

    /** A lease that nobody waits for yet: with open and warm connections. */
    PreparedLease ahead() throws SQLException {
        return new Opening(lease -> pools.createWarm(lease, connections)).prepare(AHEAD, true);
    }

    /** One lease whose pool opens its connections as early as they can be. */
    private final class Opening {

        private final Function<Lease, LeasePool> opening;

        private LeasePool pool;

        Opening(Function<Lease, LeasePool> opening) {
            this.opening = opening;
        }

        PreparedLease prepare(String purpose, boolean ahead) throws SQLException {
            Provisioned made = null;
            try {
                made = provisioner.provision(purpose, this::reachable);
                long start = System.nanoTime();
                if (pool == null) {
                    pool = opening.apply(made.lease());
                }
                pool.schemaIsThere();
                pool.awaitFirstConnections();
                long connected = System.nanoTime();
                return new PreparedLease(pool, ahead, made.cloneNanos(), made.renameNanos(), connected - start,
                        ahead ? wipes.prepare(provisioner, made.lease()) : Optional.empty());
            } catch (SQLException | RuntimeException failed) {
                undo(made);
                throw failed;
            }
        }

        private void reachable(Lease lease) {
            if (!pools.connectionsNeedSchema()) {
                pool = opening.apply(lease);
            }
        }

        private void undo(Provisioned made) {
            if (pool != null) {
                pool.close();
            }
            if (made != null) {
                drop(made);
            }
        }
    }

    private void drop(Provisioned useless) {
        try {
            provisioner.drop(useless.lease());
        } catch (SQLException refused) {
            log.debugf(refused, "Lease %s, which got no pool, stays until the end of the run", useless.lease().schema());
        }
    }
}
