package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;

/**
 * Drops leases beside the tests. Postgres waits in steps of 100 ms for a session that was just closed, so a drop in a
 * test's way would cost it more than the lease did.
 */
final class LeaseDropper implements AutoCloseable {

    private static final Logger log = Logger.getLogger(LeaseDropper.class);

    private static final long CLOSE_SECONDS = 10;

    private final Provisioner provisioner;

    private final RunReport report;

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "isolated-schema-dropper");
        thread.setDaemon(true);
        return thread;
    });

    LeaseDropper(Provisioner provisioner, RunReport report) {
        this.provisioner = provisioner;
        this.report = report;
    }

    /** Closes the pool now, so that nobody works in the lease any more, and drops the lease later. */
    void drop(LeasePool pool) {
        pool.close();
        executor.execute(() -> {
            long start = System.nanoTime();
            try {
                provisioner.drop(pool.lease());
                report.dropped(System.nanoTime() - start);
            } catch (SQLException refused) {
                log.debugf(refused, "Lease %s stays until the end of the run", pool.lease().schema());
            }
        });
    }

    /** Lets the drop in progress end; the rest of the run goes all at once. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
