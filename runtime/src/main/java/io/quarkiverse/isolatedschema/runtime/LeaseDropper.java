package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;

/**
 * Drops the leases that are back: in the background, some at a time, and after what tests wait for. Postgres waits in
 * steps of 100 ms for a session that was just closed, which the latest lease's was, so that one has to be older.
 * <p>
 * What is not dropped when the run ends goes with the run.
 */
final class LeaseDropper {

    /** How many leases are dropped at a time. More would take more of the disk, which may be memory. */
    static final int BATCH = 4;

    /** That many leases are dropped even though something more urgent waits. */
    private static final int TOO_MANY = 4 * BATCH;

    private static final Logger log = Logger.getLogger(LeaseDropper.class);

    private final Provisioner provisioner;

    private final RunReport report;

    private final Background background;

    private final Deque<Lease> back = new ArrayDeque<>();

    LeaseDropper(Provisioner provisioner, RunReport report, Background background) {
        this.provisioner = provisioner;
        this.report = report;
        this.background = background;
    }

    /** Closes the pool now, so that nobody works in the lease any more, and drops the lease later. */
    void take(LeasePool pool) {
        pool.close();
        synchronized (back) {
            back.add(pool.lease());
        }
    }

    /**
     * Leaves a lease that is back as it is, and forgets it.
     *
     * @return whether it was still there
     */
    boolean leave(Lease lease) {
        synchronized (back) {
            return back.remove(lease);
        }
    }

    /** Drops a lease later that was left. */
    void takeBack(Lease lease) {
        synchronized (back) {
            back.add(lease);
        }
    }

    /** Drops what is due, in the background. */
    void dropDue() {
        if (count() > BATCH) {
            background.execute(this::dropBatch);
        }
    }

    private int count() {
        synchronized (back) {
            return back.size();
        }
    }

    private void dropBatch() {
        while (count() > 1 && (!background.isAwaited() || count() > TOO_MANY)) {
            drop(oldest());
        }
    }

    private Lease oldest() {
        synchronized (back) {
            return back.poll();
        }
    }

    private void drop(Lease lease) {
        long start = System.nanoTime();
        try {
            provisioner.drop(lease);
            report.dropped(System.nanoTime() - start);
        } catch (SQLException refused) {
            log.debugf(refused, "Lease %s stays until the end of the run", lease.schema());
        }
    }
}
