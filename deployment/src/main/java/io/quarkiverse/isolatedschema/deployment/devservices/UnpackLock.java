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

import org.jboss.logging.Logger;

/**
 * Lets only one start at a time unpack the binaries. Zonky has a lock of its own, but fails if another class loader of
 * the same JVM holds it: dev mode and its continuous testing start their servers at the same time. Where binaries are
 * unpacked already, starts do not wait for each other.
 * <p>
 * What a JVM had unpacked when it was killed is deleted: zonky unpacks no file that exists, so that one of which only a part
 * was written would stay so forever.
 */
final class UnpackLock implements AutoCloseable {

    private static final Logger log = Logger.getLogger(UnpackLock.class);

    private static final long PAUSE_NANOS = 50_000_000;

    /** Zonky's own lock, which is there as long as a version is being unpacked, and when that was cut off. */
    private static final String UNPACKING = "epg-lock";

    /** Zonky makes it when a version is complete. */
    private static final String COMPLETE = ".exists";

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
                deleteCutOff(binaries);
                return new UnpackLock(lock.channel() == channel ? channel : null);
            } catch (OverlappingFileLockException e) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static boolean isUnpacked(Path binaries) throws IOException {
        return versions(binaries).anyMatch(version -> Files.exists(version.resolve(COMPLETE)))
                && versions(binaries).noneMatch(UnpackLock::isIncomplete);
    }

    private static Stream<Path> versions(Path binaries) throws IOException {
        try (Stream<Path> entries = Files.list(binaries)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("PG-")).toList().stream();
        }
    }

    private static boolean isIncomplete(Path version) {
        return Files.exists(version.resolve(UNPACKING)) && !Files.exists(version.resolve(COMPLETE));
    }

    private static void deleteCutOff(Path binaries) throws IOException {
        for (Path version : versions(binaries).filter(UnpackLock::isIncomplete).toList()) {
            if (isCutOff(version)) {
                log.debugf("'%s' was not unpacked to the end, it is unpacked anew", version);
                FileTree.delete(version);
            }
        }
    }

    /** Beside another version, zonky unpacks without this lock. */
    private static boolean isCutOff(Path version) {
        try (FileChannel unpacking = FileChannel.open(version.resolve(UNPACKING), StandardOpenOption.WRITE)) {
            return unpacking.tryLock() != null;
        } catch (IOException | OverlappingFileLockException going) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
