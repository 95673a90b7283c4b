package io.quarkiverse.isolatedschema.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What goes on beside the tests: one thread, so that tests keep the other processors, and one thing after the other, since
 * the server makes and drops databases one after the other anyway.
 */
final class Background implements Executor, AutoCloseable {

    private static final long CLOSE_SECONDS = 10;

    /**
     * What a hand-over gives us to do waits until the class has made its first query, which took half as long again beside
     * a clone that began. A class that is over before then makes its successor's lease itself.
     */
    private static final long YIELD_MILLIS = 20;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "isolated-schema-background");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /** Does that in a while. */
    void later(Runnable task) {
        executor.schedule(task, YIELD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @return whether something waits for what is going on now to end */
    boolean isAwaited() {
        return !executor.getQueue().isEmpty();
    }

    /** Lets what is going on end, and does nothing more. */
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
