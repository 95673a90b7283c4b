package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock of the operating system on one byte of a file, held as long as a piece of work takes. The system releases it when the
 * process ends, however it ends.
 * <p>
 * Within one JVM, those who want a byte of the same file take turns, whatever class loader they come from: on POSIX systems
 * whoever closes a file gives up every lock that the process holds on it.
 */
final class BriefLock {

    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Path file;

    private final long position;

    private final Set<OpenOption> options;

    private BriefLock(Path file, long position, Set<OpenOption> options) {
        this.file = file;
        this.position = position;
        this.options = options;
    }

    /**
     * A lock on a file that stays for ever, and is made when it is not there.
     *
     * @param file the file
     * @param position which of its bytes; it need not have so many
     */
    static BriefLock lasting(Path file, long position) {
        return new BriefLock(file, position,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * A lock on a file that goes with its directory, and is never made anew.
     *
     * @param file the file
     */
    static BriefLock passing(Path file) {
        return new BriefLock(file, 0, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    /** What is done while the lock is held. */
    interface Work<T> {

        /** @throws IOException as it likes */
        T run() throws IOException;
    }

    /**
     * Does the work once nobody else has the lock.
     *
     * @param limit how long to wait for another process at most
     * @param work the work
     * @return what the work gave; empty if others had the lock all the time, or the file is gone
     * @throws IOException if the file system has no locks, or the work fails
     */
    <T> Optional<T> holding(Duration limit, Work<T> work) throws IOException {
        synchronized ((BriefLock.class.getName() + realFile()).intern()) {
            try (FileChannel channel = open()) {
                return channel != null && isTaken(channel, limit) ? Optional.of(work.run()) : Optional.empty();
            }
        }
    }

    /** By whatever way one got there. */
    private Path realFile() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        return Files.isDirectory(directory) ? directory.toRealPath().resolve(file.getFileName()) : file.toAbsolutePath();
    }

    private FileChannel open() throws IOException {
        try {
            return FileChannel.open(file, options);
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private boolean isTaken(FileChannel channel, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        FileLock lock = channel.tryLock(position, 1, false);
        while (lock == null && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            lock = channel.tryLock(position, 1, false);
        }
        // A file that is locked but no longer there went with its directory.
        return lock != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
}
