package io.quarkiverse.isolatedschema.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkiverse.isolatedschema.runtime.provision.Run;

/**
 * Looks between two classes whether the server is still the one that the leases prepared ahead were made on. That takes a
 * round trip, which is begun while the class before gives its lease back, so that nobody waits for it.
 */
final class ServerWatch implements AutoCloseable {

    /** An answer tells nothing of what happened since. */
    private static final long FRESH_NANOS = 20_000_000;

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
        boolean lived = asked == null || answer();
        boolean old = asked == null || System.nanoTime() - askedAt > FRESH_NANOS;
        asked = null;
        if (!lived || old) {
            // After a bad answer, too: the server may be back by now, and has to see that the run lives.
            boolean now = run.renew();
            lived &= now;
        }
        return lived;
    }

    /** A round trip is too short for an interruption to be answered. */
    private boolean answer() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return asked.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    throw new IllegalStateException(failed.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
