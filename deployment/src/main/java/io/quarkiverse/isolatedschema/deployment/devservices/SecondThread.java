package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes files while the thread that fills it unpacks the next ones: unpacking takes a whole core, and so does writing. A
 * limited number of files waits to be written.
 */
final class SecondThread implements AutoCloseable {

    private static final int WAITING = 32;

    private static final int LIMIT_MINUTES = 10;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING), task -> new Thread(task, "isolated-schema-pg-unpack"), new CallerRunsPolicy());

    private final AtomicReference<IOException> failure = new AtomicReference<>();

    /** Something that may fail. */
    interface Action {

        void run() throws IOException;
    }

    /**
     * Has something done later, in the order of the calls or beside the next.
     *
     * @throws IOException if something before has failed
     */
    void run(Action action) throws IOException {
        throwFailure();
        executor.execute(() -> {
            try {
                if (failure.get() == null) {
                    action.run();
                }
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            }
        });
    }

    /**
     * Waits until everything is done.
     *
     * @throws IOException if something has failed
     */
    @Override
    public void close() throws IOException {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("Writing takes longer than " + LIMIT_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while files were written", e);
        }
        throwFailure();
    }

    private void throwFailure() throws IOException {
        if (failure.get() != null) {
            // another one each time: it may be thrown once more while it is under way
            throw new IOException(failure.get().getMessage(), failure.get());
        }
    }
}
