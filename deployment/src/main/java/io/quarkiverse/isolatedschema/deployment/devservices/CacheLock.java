package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jboss.logging.Logger;

/**
 * Lets one JVM at a time, and one class loader in it, put something into a cache; the others wait, since what they are after
 * is just being made. Whoever only reads needs no lock: what is in the cache is whole.
 * <p>
 * The system releases the lock when its process ends, however it ends. Where there are no locks, or if somebody holds the lock
 * for longer than two minutes, everybody goes on without: the same is made twice then, and the first one counts.
 */
final class CacheLock {

    private static final Logger log = Logger.getLogger(CacheLock.class);

    private static final String FILE = "cache.lock";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private CacheLock() {
    }

    /** What is done under the lock. */
    interface Action<T> {

        /** @param alone whether the lock is held */
        T run(boolean alone) throws IOException;
    }

    /**
     * Waits for the lock and does something under it.
     *
     * @param cache the directory of the cache
     * @param action what to do
     * @return what the action returns
     * @throws IOException if the action does
     */
    static <T> T holding(Path cache, Action<T> action) throws IOException {
        return holding(cache, LIMIT, action);
    }

    /** The same with another limit of the time to wait. */
    static <T> T holding(Path cache, Duration limit, Action<T> action) throws IOException {
        // one string for all class loaders: whoever closes a file gives up every lock that the process holds on it
        synchronized ((CacheLock.class.getName() + cache.toAbsolutePath().normalize()).intern()) {
            try (FileChannel channel = open(cache)) {
                return action.run(channel != null && acquire(channel, limit));
            }
        }
    }

    /** Null where nothing can be written. */
    private static FileChannel open(Path cache) {
        try {
            return FileChannel.open(cache.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            log.debugf(e, "'%s' cannot be written", cache);
            return null;
        }
    }

    private static boolean acquire(FileChannel channel, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            FileLock lock = channel.tryLock();
            while (lock == null && System.nanoTime() < end) {
                LockSupport.parkNanos(PAUSE.toNanos());
                lock = channel.tryLock();
            }
            return lock != null;
        } catch (IOException | OverlappingFileLockException unsupported) {
            log.debug("The cache cannot be locked", unsupported);
            return false;
        }
    }
}
