package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;

/**
 * Who comes into the directory of a shared server, and who is the last to leave it. Everybody who uses the server has an
 * {@link OwnerFile} there. Who comes, goes or cleans up counts them under a lock on a file of the directory itself, so that
 * two never decide at the same time; the lock is held for a moment only, and never while a server starts or stops.
 */
final class SharedDirectory {

    private static final Logger log = Logger.getLogger(SharedDirectory.class);

    /** Whose lock is taken to count; a directory that has it is shared. */
    private static final String LOCK = "lock";

    /** Which server it is. */
    private static final String IDENTITY = "identity";

    /** How long somebody else may take to count. */
    private static final Duration COUNTING = Duration.ofSeconds(10);

    private SharedDirectory() {
    }

    /** What the last one who uses a server may do instead of ending it. */
    interface Staying {

        /**
         * @return whether the server stays, and who sees to its end
         * @throws IOException if that cannot be arranged, and the server is to end
         */
        boolean stays() throws IOException;
    }

    /**
     * Makes a new directory one of a shared server, which nobody can join yet.
     *
     * @param directory the directory, of this JVM alone
     * @param identity which server it will be
     * @throws IOException if nothing can be written or locked there
     */
    static void prepare(DataDirectory directory, ServerIdentity identity) throws IOException {
        PrivateFile.write(directory.path().resolve(IDENTITY), identity.toString());
        PrivateFile.write(directory.path().resolve(LOCK), "");
        lock(directory.path()).holding(COUNTING, () -> true);
    }

    /** Whether a directory is one of a shared server. */
    static boolean isOne(Path directory) {
        return Files.isRegularFile(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Finds the directories of a server, in whatever state.
     *
     * @param places where to look
     * @param identity which server it is
     */
    static List<Path> find(Collection<Path> places, ServerIdentity identity) {
        List<Path> found = new ArrayList<>();
        for (Path place : places) {
            try (DirectoryStream<Path> directories = Files.newDirectoryStream(place, DataDirectory.NAME_PREFIX + "*")) {
                for (Path directory : directories) {
                    if (isOf(directory, identity)) {
                        found.add(directory);
                    }
                }
            } catch (IOException unreadable) {
                log.debugf(unreadable, "Nobody looked for a server in '%s'", place);
            }
        }
        return found;
    }

    /** Others may make directories with such names, too, and root may read them. */
    private static boolean isOf(Path directory, ServerIdentity identity) {
        Path file = directory.resolve(IDENTITY);
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && isOne(directory) && OrphanedServers.isMine(file)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(file).equals(identity.toString());
        } catch (IOException another) {
            return false;
        }
    }

    /**
     * Comes in, if somebody uses the server, or is expected to, and a seat is free.
     *
     * @param path the directory
     * @return the directory with this JVM as one more owner; empty if it cannot be joined
     * @throws IOException if that cannot be found out
     */
    static Optional<DataDirectory> join(Path path) throws IOException {
        return lock(path).holding(COUNTING, () -> enter(path, SharedDirectory::isFree)).flatMap(entered -> entered);
    }

    private static boolean isFree(DataDirectory directory, int others) throws IOException {
        boolean used = others > 0 || LingerWatch.isExpected(directory.path());
        boolean free = used && others < SharedConnections.SEATS && SharedAccess.read(directory).isPresent();
        if (free) {
            LingerWatch.takeBack(directory.path());
        }
        return free;
    }

    /**
     * Takes the directory of a server that nobody uses, nor is expected to, so that it can be ended.
     *
     * @param path the directory
     * @return the directory with this JVM as its only owner; empty if somebody uses it, or decides about it just now
     * @throws IOException if that cannot be found out
     */
    static Optional<DataDirectory> takeIfUnused(Path path) throws IOException {
        if (!OrphanedServers.isMine(path.resolve(LOCK))) {
            return Optional.empty();
        }
        return lock(path).holding(Duration.ZERO, () -> enter(path, SharedDirectory::isUnused)).flatMap(entered -> entered);
    }

    private static boolean isUnused(DataDirectory directory, int others) throws IOException {
        boolean unused = others == 0 && !directory.isKept() && !LingerWatch.isExpected(directory.path());
        if (unused) {
            SharedAccess.withdraw(directory);
        }
        return unused;
    }

    /** Whether an owner stays one. */
    private interface Condition {

        boolean holds(DataDirectory directory, int others) throws IOException;
    }

    /** The lock is held. */
    private static Optional<DataDirectory> enter(Path path, Condition condition) throws IOException {
        Optional<DataDirectory> entered = DataDirectory.enter(path);
        if (entered.isEmpty()) {
            return entered;
        }
        DataDirectory directory = entered.get();
        boolean stays = false;
        int others = 0;
        try {
            others = directory.owner().livingOthers();
            stays = condition.holds(directory, others);
            return stays ? entered : Optional.empty();
        } finally {
            if (!stays) {
                giveUp(directory, others);
            }
        }
    }

    /** Who cleans up needs a file of somebody. */
    private static void giveUp(DataDirectory directory, int others) throws IOException {
        if (others > 0) {
            directory.owner().close();
        } else {
            directory.abandon();
        }
    }

    /**
     * Leaves.
     *
     * @param directory the directory, of which this JVM is an owner
     * @param staying asked where nobody else uses the server
     * @return whether this was the last one, who has to end the server and is still an owner
     * @throws IOException if that cannot be found out; this JVM is no owner any more then
     */
    static boolean leave(DataDirectory directory, Staying staying) throws IOException {
        boolean last = false;
        try {
            last = lock(directory.path()).holding(COUNTING, () -> isLast(directory, staying)).orElse(false);
            return last;
        } finally {
            if (!last) {
                // leaves the file of one who could not count; that of another is gone already
                directory.abandon();
            }
        }
    }

    private static boolean isLast(DataDirectory directory, Staying staying) throws IOException {
        int others = directory.owner().livingOthers();
        if (others > 0) {
            directory.owner().close();
            return false;
        }
        if (staying.stays()) {
            return false;
        }
        SharedAccess.withdraw(directory);
        return true;
    }

    private static BriefLock lock(Path directory) {
        return BriefLock.passing(directory.resolve(LOCK));
    }
}
