package io.quarkiverse.isolatedschema.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.provision.Run;

/**
 * Looks between two classes whether the server is still the one that the leases prepared ahead were made on. That takes a
 * round trip, which is begun while the class before gives its lease back, so that nobody waits for it.
 */
final class ServerWatch implements AutoCloseable {

    /** An answer tells nothing of what happened since. */
    private static final long FRESH_NANOS = 100_000_000;

    private final Run run;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "isolated-schema-watch");
        made.setDaemon(true);
        return made;
    });

    private Future<Boolean> asked;

    private long askedAt;

    ServerWatch(Run run) {
        this.run = run;
    }

    /** Begins to ask. */
    void look() {
        askedAt = System.nanoTime();
        asked = thread.submit(run::renew);
    }

    /** @return whether all sessions have lived since this was last asked, see {@link Run#renew()} */
    boolean hasLived() {
        if (asked == null) {
            return run.renew();
        }
        try {
            return asked.get() && (System.nanoTime() - askedAt < FRESH_NANOS || run.renew());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IsolationException("Interrupted while the application passes from one schema to the next", stop);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            asked = null;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
