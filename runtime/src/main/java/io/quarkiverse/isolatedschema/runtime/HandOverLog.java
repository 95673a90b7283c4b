package io.quarkiverse.isolatedschema.runtime;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/** Tells of a hand-over: one line for users, and its parts for whoever measures. */
final class HandOverLog {

    /** That of the class that users know to hand leases over. */
    private static final Logger log = Logger.getLogger(LeaseManager.class);

    private HandOverLog() {
    }

    /**
     * @param testClass who got the lease
     * @param lease the lease
     * @param prepared what it cost to make
     * @param nanos how long the hand-over took in all
     * @param waitNanos how long it waited for the lease
     * @param crossing what the passage of the application cost
     */
    static void tell(String testClass, Lease lease, PreparedLease prepared, long nanos, long waitNanos,
            Boundary.Crossing crossing) {
        log.infof("%s runs in schema %s of database %s, handed over in %.1f ms, prepared%s in %.1f ms", testClass,
                lease.schema(), lease.database(), nanos / 1e6, prepared.ahead() ? " ahead" : "", prepared.nanos() / 1e6);
        log.debugf("Hand-over: wait %.3f, drain %.3f, swap and hooks %.3f ms; preparation: clone %.1f, rename %.1f,"
                + " connect %.1f ms", waitNanos / 1e6, crossing.drainNanos() / 1e6, crossing.swapNanos() / 1e6,
                prepared.cloneNanos() / 1e6, prepared.renameNanos() / 1e6, prepared.connectNanos() / 1e6);
    }
}
