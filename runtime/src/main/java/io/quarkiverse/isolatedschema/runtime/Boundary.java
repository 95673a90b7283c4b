package io.quarkiverse.isolatedschema.runtime;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.RebindableDataSource;
import io.quarkiverse.isolatedschema.runtime.straggler.Straggler;
import io.quarkiverse.isolatedschema.runtime.straggler.StragglerFence;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;
import io.quarkiverse.isolatedschema.spi.BoundaryHook;

/** Takes the whole application from one lease to another: its jobs, its datasource and what it holds in memory. */
final class Boundary {

    private static final Logger log = Logger.getLogger(Boundary.class);

    private static final long POLL_MILLIS = 2;

    private final RebindableDataSource dataSource;

    private final BackgroundJobs jobs;

    private final Supplier<List<BoundaryHook>> hooks;

    private final StragglerFence fence;

    private final Duration drainTimeout;

    /** Looked up at the first crossing, after the application has started; they stay the same. */
    private List<BoundaryHook> found;

    Boundary(RebindableDataSource dataSource, BackgroundJobs jobs, Supplier<List<BoundaryHook>> hooks,
            StragglerFence fence, Duration drainTimeout) {
        this.dataSource = dataSource;
        this.jobs = jobs;
        this.hooks = hooks;
        this.fence = fence;
        this.drainTimeout = drainTimeout;
    }

    /**
     * What a crossing cost.
     *
     * @param drainNanos how long work in progress was waited for
     * @param swapNanos how long the swap and the hooks took
     * @param stragglers what still ran, and was cut off; their connections are closed with the pool that was left
     */
    record Crossing(long drainNanos, long swapNanos, Stragglers stragglers) {
    }

    /**
     * @param next the pool of the lease to pass to
     * @param holder who has held the current lease: "of OrderTest"
     * @param occasion why: a clause that begins with "when"
     */
    Crossing cross(LeasePool next, String holder, String occasion) {
        long start = System.nanoTime();
        quiesce();
        try {
            LeasePool left = dataSource.current();
            long end = start + drainTimeout.toNanos();
            await(() -> left.inUse() > 0 || fence.isWorkOpen(), end);
            long drained = System.nanoTime();
            Stragglers stragglers = tell(left, occasion, Stragglers.CUT_OFF, fence.leave(left,
                    "in schema " + left.lease().schema() + " " + holder, () -> dataSource.rebind(next)));
            runHooks(next.lease().schema());
            return new Crossing(drained - start, System.nanoTime() - drained, stragglers);
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

    /**
     * Does something to the current lease when nobody works in it any more, within bounds, and then has the application forget
     * what it knew of it.
     */
    <T> T still(Supplier<T> work) {
        quiesce();
        try {
            isStill();
            T done = work.get();
            runHooks(dataSource.current().lease().schema());
            return done;
        } finally {
            resume();
        }
    }

    /** Waits, within bounds, until nobody works in the current lease. */
    boolean isStill() {
        LeasePool pool = dataSource.current();
        BooleanSupplier busy = () -> pool.inUse() > 0 || fence.isWorkOpen();
        await(busy, System.nanoTime() + drainTimeout.toNanos());
        return !busy.getAsBoolean();
    }

    /**
     * Waits, within bounds, until nobody works any more, and then keeps everybody from getting a connection, until the
     * datasource is unparked. Jobs are waited for before that, since they may need one to end.
     *
     * @param occasion why: a clause that begins with "when"
     */
    void park(String occasion) {
        LeasePool pool = dataSource.current();
        long end = System.nanoTime() + drainTimeout.toNanos();
        await(fence::isWorkOpen, end);
        dataSource.park();
        await(() -> pool.inUse() > 0, end);
        tell(pool, occasion, "Its connections were closed.", fence.stay(pool));
    }

    private Stragglers tell(LeasePool left, String occasion, String fate, List<Straggler> all) {
        if (all.isEmpty()) {
            return Stragglers.NONE;
        }
        Stragglers stragglers = new Stragglers(left.lease().schema(), occasion, drainTimeout, fate, all);
        log.warn(stragglers.text());
        return stragglers;
    }

    private static void await(BooleanSupplier busy, long end) {
        while (busy.getAsBoolean() && System.nanoTime() < end) {
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
