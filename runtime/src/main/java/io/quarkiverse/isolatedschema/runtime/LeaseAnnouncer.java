package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;

/** Says what leases are for: in the log, and in their comments on the server. Usable by several threads at once. */
final class LeaseAnnouncer {

    private static final Logger log = Logger.getLogger(LeaseAnnouncer.class);

    private final Provisioner provisioner;

    private final LeaseKeeper keeper;

    /** What the log is to say of the current lease. */
    private final AtomicReference<Runnable> untold = new AtomicReference<>();

    LeaseAnnouncer(Provisioner provisioner, LeaseKeeper keeper) {
        this.provisioner = provisioner;
        this.keeper = keeper;
    }

    /** A lease was handed over; that is told when the class does not wait for it. */
    void announce(Runnable line) {
        untold.set(line);
    }

    /** At the latest when the class ends. */
    void tell() {
        Runnable line = untold.getAndSet(null);
        if (line != null) {
            line.run();
        }
    }

    /** Names the test class in the comment of its lease. Not after the lease was kept, which its comment says from then on. */
    synchronized void describe(Lease lease, String testClass, BooleanSupplier current) {
        try {
            if (current.getAsBoolean()) {
                provisioner.describe(lease, testClass);
            }
        } catch (SQLException refused) {
            log.debugf(refused, "The comment of lease %s does not name %s", lease.schema(), testClass);
        }
    }

    /** Keeps a lease that is back, see {@link LeaseKeeper}. */
    synchronized void keep(Lease lease, String testClass, boolean failed, Provisioner origin) {
        keeper.keep(lease, testClass, failed, origin);
    }
}
