package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Lets only one start at a time unpack the binaries. Zonky has a lock of its own, but fails if another class loader of
 * the same JVM holds it: dev mode and its continuous testing start their servers at the same time. Where binaries are
 * unpacked already, starts do not wait for each other.
 */
final class UnpackLock implements AutoCloseable {

    private static final long PAUSE_NANOS = 50_000_000;

    private final FileChannel channel;

    private UnpackLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock if there is something to unpack.
     *
     * @param binaries the directory to unpack to
     * @throws IOException if the directory cannot be written
     */
    static UnpackLock acquire(Path binaries) throws IOException {
        Files.createDirectories(binaries);
        if (isUnpacked(binaries)) {
            return new UnpackLock(null);
        }
        FileChannel channel = FileChannel.open(binaries.resolve("unpack.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        while (true) {
            try {
                FileLock lock = channel.lock();
                return new UnpackLock(lock.channel() == channel ? channel : null);
            } catch (OverlappingFileLockException e) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static boolean isUnpacked(Path binaries) throws IOException {
        try (Stream<Path> entries = Files.list(binaries)) {
            return entries.anyMatch(entry -> Files.exists(entry.resolve(".exists")));
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
