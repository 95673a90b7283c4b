package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.IntSupplier;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;

/**
 * Leases that are prepared ahead, while a test class runs, so that the next class does not wait for its own.
 * <p>
 * There are never more than its depth, nor more than test classes that still want one. A preparation that fails is kept
 * like one that succeeds, and fails the hand-over that it was for.
 */
public final class WarmPool implements AutoCloseable {

    private static final Logger log = Logger.getLogger(WarmPool.class);

    private final LeasePreparation preparation;

    private final Executor background;

    private final Size size;

    private final Deque<FutureTask<PreparedLease>> ahead = new ArrayDeque<>();

    private boolean closed;

    /**
     * @param preparation makes the leases
     * @param background runs what nobody waits for, one after the other
     * @param size how many leases are prepared ahead
     */
    WarmPool(LeasePreparation preparation, Executor background, Size size) {
        this.preparation = preparation;
        this.background = background;
        this.size = size;
    }

    /**
     * How many leases are prepared ahead.
     *
     * @param depth the most there are; 0 for none
     * @param connections how many connections each of them opens
     * @param demand how many test classes still want a lease
     */
    public record Size(int depth, int connections, IntSupplier demand) {
    }

    /** Has as many leases prepared, in the background, as there may be. */
    synchronized void fill() {
        int wanted = closed ? 0 : Math.min(size.depth(), size.demand().getAsInt());
        while (ahead.size() < wanted) {
            FutureTask<PreparedLease> task = new FutureTask<>(preparation::ahead);
            ahead.add(task);
            background.execute(task);
        }
    }

    /**
     * Takes the lease that was prepared first. One that is still being prepared is waited for; one that is not begun is
     * prepared here and now.
     *
     * @return the lease; empty when none is on its way
     * @throws SQLException when its preparation has failed
     */
    Optional<PreparedLease> take() throws SQLException {
        FutureTask<PreparedLease> first = poll();
        if (first == null) {
            return Optional.empty();
        }
        // Does nothing where the background has begun it.
        first.run();
        try {
            return Optional.of(result(first));
        } catch (InterruptedException stop) {
            putBack(first);
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted while it was being prepared", stop);
        }
    }

    private synchronized FutureTask<PreparedLease> poll() {
        return ahead.poll();
    }

    private synchronized void putBack(FutureTask<PreparedLease> task) {
        ahead.addFirst(task);
    }

    private static PreparedLease result(FutureTask<PreparedLease> task) throws SQLException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SQLException refused) {
                throw refused;
            }
            if (failed.getCause() instanceof RuntimeException told) {
                throw told;
            }
            throw new SQLException(failed.getCause().toString(), failed.getCause());
        }
    }

    /**
     * Takes out all leases, since they are of no use any more. Waits for one that is being prepared.
     *
     * @return their pools, which are up to the caller
     */
    synchronized List<LeasePool> empty() {
        List<LeasePool> pools = new ArrayList<>();
        for (FutureTask<PreparedLease> task : ahead) {
            boolean begun = !task.cancel(false);
            if (begun) {
                pool(task).ifPresent(pools::add);
            }
        }
        ahead.clear();
        return pools;
    }

    /** Prepares no more, and closes the pools of the leases that nobody took. To be called after the background's end. */
    @Override
    public synchronized void close() {
        closed = true;
        empty().forEach(LeasePool::close);
    }

    private static Optional<LeasePool> pool(FutureTask<PreparedLease> task) {
        try {
            return Optional.of(result(task).withoutWipe());
        } catch (SQLException | RuntimeException failed) {
            log.debug("A lease that nobody needed could not be prepared", failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
