package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.LeaseChanges;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.report.KeptBlock;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;

/**
 * Keeps leases for a look, and tells the user of each, once and all at once. Nobody waits for it but classes that have failed,
 * and those whose schema is always kept.
 */
public final class LeaseKeeper {

    private static final Logger log = Logger.getLogger(LeaseKeeper.class);

    private final LeaseDropper dropper;

    private final RunReport report;

    private final Keeping keeping;

    LeaseKeeper(LeaseDropper dropper, RunReport report, Keeping keeping) {
        this.dropper = dropper;
        this.report = report;
        this.keeping = keeping;
    }

    /**
     * How leases are kept.
     *
     * @param limits how many, and for how long
     * @param place whether and for how long they can be, where they lie
     */
    public record Keeping(KeptLeases.Limits limits, KeptPlace place) {
    }

    /**
     * The lease must be back. One that has been dropped since can't be kept.
     *
     * @param origin made it, or what holds the same
     */
    void keep(Lease lease, String testClass, boolean failed, Provisioner origin) {
        if (!dropper.leave(lease)) {
            log.debugf("Lease %s of %s was dropped before it was known that it should be kept", lease.schema(), testClass);
            return;
        }
        if (keeping.place().lasts()) {
            keepAndTell(lease, testClass, failed, origin);
        } else {
            dropper.takeBack(lease);
            tellOnly(lease, testClass, failed, origin);
        }
    }

    private void keepAndTell(Lease lease, String testClass, boolean failed, Provisioner origin) {
        Instant until;
        try {
            KeptLeases.Kept kept = origin.keep(lease, testClass, keeping.limits());
            until = kept.until();
            report.kept(name(lease), testClass);
            kept.dropped().forEach(report::noLongerKept);
        } catch (SQLException refused) {
            dropper.takeBack(lease);
            log.debugf(refused, "Lease %s could not be kept", lease.schema());
            log.warn(compared(new KeptBlock(over(testClass, failed) + " What it worked in could not be kept for a look: "
                    + refused.getMessage() + ". It is dropped; see the server's log.", lease), lease, failed, origin));
            return;
        }
        log.log(failed ? Logger.Level.WARN : Logger.Level.INFO, compared(
                new KeptBlock(over(testClass, failed) + " What it worked in is kept for a look until " + until + ":", lease),
                lease, failed, origin).opened(lease, keeping.place().server()));
    }

    private void tellOnly(Lease lease, String testClass, boolean failed, Provisioner origin) {
        String goes = over(testClass, failed) + " What it worked in goes with "
                + keeping.place().goesWith().orElseThrow();
        log.log(failed ? Logger.Level.WARN : Logger.Level.INFO, compared(new KeptBlock(goes, lease), lease, failed, origin));
    }

    private static String over(String testClass, boolean failed) {
        return testClass + (failed ? " has failed." : " is over.");
    }

    /** Where databases are cloned, schema and database have one name. */
    private static String name(Lease lease) {
        return lease.schema();
    }

    /** What a class that has not failed has changed is for it to know. */
    private KeptBlock compared(KeptBlock block, Lease lease, boolean failed, Provisioner origin) {
        if (!failed) {
            return block;
        }
        try {
            return block.with(LeaseChanges.of(origin, lease));
        } catch (SQLException | RuntimeException refused) {
            log.debugf(refused, "Lease %s could not be compared to a fresh one", lease.schema());
            return block.withoutComparison(List.of("what it has changed: " + refused.getMessage()));
        }
    }
}
