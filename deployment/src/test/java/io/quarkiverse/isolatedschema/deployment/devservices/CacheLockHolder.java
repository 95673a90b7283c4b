package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Path;

/** A program that holds the lock of a cache until it is killed. */
public final class CacheLockHolder {

    private CacheLockHolder() {
    }

    /** Starts it, and waits until it has the lock. */
    static Process launch(Path cache) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), CacheLockHolder.class.getName(), cache.toString())
                .redirectErrorStream(true).start();
        String line = process.inputReader().readLine();
        if (!"HELD true".equals(line)) {
            throw new IOException("It says " + line);
        }
        return process;
    }

    public static void main(String[] arguments) throws IOException {
        CacheLock.holding(Path.of(arguments[0]), alone -> {
            System.out.println("HELD " + alone);
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return alone;
        });
    }
}
