package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jboss.logging.Logger;

/**
 * Proof that somebody who uses a directory lives: a file in it on which that JVM holds a lock of the operating system. The
 * system releases the lock when the process ends, however it ends; process ids and clocks prove nothing.
 * <p>
 * The file's name tells the JVM apart from all others, so that a JVM never opens a file of its own twice: on POSIX systems
 * whoever closes a file gives up every lock that the process holds on it. Each user within one JVM has a file of its own.
 */
final class OwnerFile implements AutoCloseable {

    private static final Logger log = Logger.getLogger(OwnerFile.class);

    private static final String PREFIX = "owner-";

    /** Equal in all class loaders of this JVM, and in no other JVM, though process ids come again. */
    private static final String OF_THIS_JVM = PREFIX + ProcessHandle.current().pid() + "-"
            + ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L) + "-";

    private final Path path;

    private final FileChannel channel;

    private OwnerFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes this JVM an owner of a directory: the only one of a new directory, or one more.
     *
     * @param directory the directory
     * @return empty if somebody who cleans up was faster, and the directory is or will be gone
     * @throws IOException if nothing can be written there
     */
    static Optional<OwnerFile> claim(Path directory) throws IOException {
        Path file = directory.resolve(OF_THIS_JVM + UUID.randomUUID());
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return lock(file, channel, true) ? Optional.of(new OwnerFile(file, channel)) : Optional.empty();
        } catch (NoSuchFileException swept) {
            return Optional.empty();
        }
    }

    /**
     * Finds one of the files, without opening it.
     *
     * @param directory a directory
     * @return empty if the directory has none
     * @throws IOException if the directory cannot be read
     */
    static Optional<Path> find(Path directory) throws IOException {
        return all(directory).stream().findFirst();
    }

    /**
     * Finds the files of all who use a directory or have used it, without opening them.
     *
     * @param directory a directory
     * @throws IOException if the directory cannot be read
     */
    static List<Path> all(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /**
     * Counts those who use the directory besides this one, and deletes the files of the dead. Nobody else may count at the same
     * time, since whoever looks whether a lock is held holds it for a moment.
     *
     * @throws IOException if the directory cannot be read
     */
    int livingOthers() throws IOException {
        int living = 0;
        for (Path file : all(path.getParent())) {
            living += file.getFileName().equals(path.getFileName()) || !isHeld(file) ? 0 : 1;
        }
        return living;
    }

    /** One of this JVM is there as long as it is in use. */
    private static boolean isHeld(Path file) throws IOException {
        try {
            Optional<OwnerFile> dead = takeOver(file);
            if (dead.isPresent()) {
                dead.get().close();
            }
            return dead.isEmpty() && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException left) {
            return false;
        }
    }

    /**
     * Makes this JVM the owner of a directory whose owner is dead.
     *
     * @param file the file of the dead owner
     * @return empty if the owner lives, or somebody else was faster
     * @throws IOException if the file cannot be opened
     */
    static Optional<OwnerFile> takeOver(Path file) throws IOException {
        if (file.getFileName().toString().startsWith(OF_THIS_JVM)) {
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return lock(file, channel, false) ? Optional.of(new OwnerFile(file, channel)) : Optional.empty();
    }

    /** A file that is locked but no longer there belongs to a directory that is gone. */
    private static boolean lock(Path file, FileChannel channel, boolean withoutLocks) throws IOException {
        boolean locked = false;
        try {
            locked = isLocked(file, channel, withoutLocks) && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked;
    }

    /** Some file systems on other machines have no locks: nobody can take over what lies there. */
    private static boolean isLocked(Path file, FileChannel channel, boolean withoutLocks) {
        try {
            return channel.tryLock() != null;
        } catch (IOException unsupported) {
            log.debugf(unsupported, "'%s' cannot be locked", file);
            return withoutLocks;
        } catch (OverlappingFileLockException ours) {
            log.debugf("'%s' is locked by this JVM", file);
            return false;
        }
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** Gives up the lock and deletes the file, last of all in its directory. May be repeated. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    /**
     * Gives up the lock and leaves the file, for whoever cleans up next: by another name, since those with the name of this JVM
     * count as held.
     */
    void abandon() throws IOException {
        channel.close();
        try {
            Files.move(path, path.resolveSibling(PREFIX + "left-" + UUID.randomUUID()));
        } catch (NoSuchFileException closedBefore) {
            log.tracef(closedBefore, "'%s' is gone", path);
        }
    }
}
