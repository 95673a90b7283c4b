package io.quarkiverse.isolatedschema.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What goes on beside the tests: one thread, so that tests keep the other processors, and one thing after the other, since
 * the server makes and drops databases one after the other anyway.
 */
final class Background implements Executor, AutoCloseable {

    private static final long CLOSE_SECONDS = 10;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "isolated-schema-background");
                thread.setDaemon(true);
                return thread;
            });

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
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
