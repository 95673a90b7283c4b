package io.quarkiverse.isolatedschema.runtime;

import java.util.Optional;
import java.util.function.Supplier;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.runtime.Boundary.Crossing;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.datasource.RebindableDataSource;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;
import io.quarkiverse.isolatedschema.runtime.straggler.StragglerFence;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;

/**
 * Which lease the application works in, and how it gets from one to another. Without one it is in the boot lease.
 * <p>
 * Called by one thread, that of JUnit.
 */
final class Binding implements AutoCloseable {

    private final LeasePoolFactory pools;

    private final RebindableDataSource dataSource;

    private final Boundary boundary;

    private final StragglerFence fence;

    private final RunReport report;

    private LeasePool bootPool;

    private volatile Lease current;

    /**
     * @param pools makes the pool of each lease
     * @param dataSource the application's, bound to the boot lease
     * @param boundary takes the whole application across
     * @param fence knows whose work goes on
     * @param report what the run did
     */
    Binding(LeasePoolFactory pools, RebindableDataSource dataSource, Boundary boundary, StragglerFence fence,
            RunReport report) {
        this.pools = pools;
        this.dataSource = dataSource;
        this.boundary = boundary;
        this.fence = fence;
        this.report = report;
        this.bootPool = dataSource.current();
    }

    /** The lease of now; usable by every thread. */
    Optional<Lease> current() {
        return Optional.ofNullable(current);
    }

    /** The pool that connections come from now. */
    LeasePool pool() {
        return dataSource.current();
    }

    /**
     * From the boot lease to that of a class. It is current before the hooks run, since they may use it. When that fails, the
     * application is on the boot lease.
     */
    Crossing enter(LeasePool next, String testClass) {
        current = next.lease();
        try {
            Crossing crossing = boundary.cross(next, "in which the application started",
                    "when " + testClass + " got a schema of its own");
            if (!crossing.stragglers().isEmpty()) {
                // Closing the connections in use takes closing their pool.
                LeasePool left = bootPool;
                bootPool = pools.create(left.lease());
                left.close();
            }
            fence.trails().passed(false);
            report.stragglers(crossing.stragglers().all().size());
            return crossing;
        } catch (RuntimeException failed) {
            current = null;
            dataSource.rebind(bootPool);
            throw failed;
        }
    }

    /**
     * Between pools of one class, with the same or with another lease. The one that is left stays open, which is up to the
     * caller.
     *
     * @param holder who has worked in the pool that is left
     * @param occasion why: a clause that begins with "when"
     * @return what still went on there, and was cut off
     */
    Stragglers move(LeasePool next, String holder, String occasion) {
        current = next.lease();
        Stragglers stragglers = boundary.cross(next, "of " + holder, occasion).stragglers();
        report.stragglers(stragglers.all().size());
        return stragglers;
    }

    /** Back to the boot lease, whatever happens. The pool that is left stays open. */
    Stragglers leave(String holder) {
        current = null;
        try {
            Stragglers stragglers = boundary.cross(bootPool, "of " + holder, "when " + holder + " had ended").stragglers();
            report.stragglers(stragglers.all().size());
            return stragglers;
        } finally {
            if (dataSource.current() != bootPool) {
                dataSource.rebind(bootPool);
            }
            fence.trails().passed(true);
        }
    }

    /**
     * Does that when nobody works in the current lease any more, within bounds; then the application forgets what it knew of
     * it.
     */
    <T> T still(Supplier<T> work) {
        return boundary.still(work);
    }

    /** Waits, within bounds, until nobody works in the current lease but the calling thread's own transaction. */
    boolean isStill() {
        return boundary.isStill();
    }

    /**
     * Does that while nobody has a connection to the current lease. Its pool is another one afterwards.
     *
     * @param occasion why: a clause that begins with "when"
     */
    <T> T frozen(String occasion, Supplier<T> work) {
        LeasePool frozen = dataSource.current();
        boundary.quiesce();
        try {
            boundary.park(occasion);
            frozen.close();
            return work.get();
        } finally {
            LeasePool reopened = pools.create(frozen.lease());
            if (frozen == bootPool) {
                bootPool = reopened;
            }
            dataSource.rebind(reopened);
            dataSource.unpark();
            boundary.resume();
        }
    }

    /** The server was started anew: connections to the boot lease are dead. */
    void flushBoot() {
        bootPool.dataSource().flush(AgroalDataSource.FlushMode.INVALID);
    }

    @Override
    public void close() {
        current = null;
        dataSource.close();
        bootPool.close();
    }
}
