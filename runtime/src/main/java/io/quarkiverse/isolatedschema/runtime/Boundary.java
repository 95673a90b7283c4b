package io.quarkiverse.isolatedschema.runtime;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.RebindableDataSource;
import io.quarkiverse.isolatedschema.spi.BoundaryHook;

/** Takes the whole application from one lease to another: its jobs, its datasource and what it holds in memory. */
final class Boundary {

    private static final Logger log = Logger.getLogger(Boundary.class);

    private static final long POLL_MILLIS = 2;

    private final RebindableDataSource dataSource;

    private final BackgroundJobs jobs;

    private final Supplier<List<BoundaryHook>> hooks;

    private final Duration drainTimeout;

    /** Looked up at the first crossing, after the application has started; they stay the same. */
    private List<BoundaryHook> found;

    Boundary(RebindableDataSource dataSource, BackgroundJobs jobs, Supplier<List<BoundaryHook>> hooks,
            Duration drainTimeout) {
        this.dataSource = dataSource;
        this.jobs = jobs;
        this.hooks = hooks;
        this.drainTimeout = drainTimeout;
    }

    /**
     * What a crossing cost.
     *
     * @param drainNanos how long work in progress was waited for
     * @param swapNanos how long the swap and the hooks took
     */
    record Crossing(long drainNanos, long swapNanos) {
    }

    Crossing cross(LeasePool next) {
        long start = System.nanoTime();
        quiesce();
        try {
            drain("the schema changes");
            long drained = System.nanoTime();
            dataSource.rebind(next);
            runHooks(next.lease().schema());
            return new Crossing(drained - start, System.nanoTime() - drained);
        } finally {
            resume();
        }
    }

    void quiesce() {
        jobs.pause();
    }

    void resume() {
        jobs.resume();
    }

    /** Waits, within bounds, until nobody uses a connection. Who still does loses it when its pool is closed. */
    void drain(String reason) {
        LeasePool pool = dataSource.current();
        long end = System.nanoTime() + drainTimeout.toNanos();
        while (pool.inUse() > 0) {
            if (System.nanoTime() > end) {
                log.warnf("%d connections to schema %s are still in use while %s, after %d ms"
                        + " ('quarkus.isolated-schema.drain-timeout'). Let the work end with its test class; its connections"
                        + " are closed now.", pool.inUse(), pool.lease().schema(), reason, drainTimeout.toMillis());
                return;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IsolationException("Interrupted while the application passes from one schema to the next", stop);
        }
    }

    private void runHooks(String schema) {
        if (found == null) {
            found = hooks.get();
        }
        for (BoundaryHook hook : found) {
            try {
                hook.onBoundary(schema);
            } catch (RuntimeException failed) {
                throw new IsolationException("Boundary hook '" + hook.getClass().getName() + "' failed when the application"
                        + " passed to schema '" + schema + "': " + failed.getMessage()
                        + ". State of the class before may still be in memory; mend the hook.", failed);
            }
        }
    }
}
