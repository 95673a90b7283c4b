package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;

/**
 * Stops the embedded servers of JVMs that were killed, and deletes their directories: those with a name of ours, with an
 * {@link OwnerFile} of the same user, all of whose owners are dead, and not kept until a time still to come.
 */
final class OrphanedServers {

    private static final Logger log = Logger.getLogger(OrphanedServers.class);

    private static volatile UserPrincipal me;

    /** How long a start waits at most for what others left behind. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** One for all class loaders: a file that one of them closes would be unlocked for the others, too. */
    private static final Object JVM_WIDE = OrphanedServers.class.getName().intern();

    private final long end = System.nanoTime() + LIMIT.toNanos();

    private OrphanedServers() {
    }

    /**
     * Cleans up, within ten seconds. What cannot be removed stays for the next start.
     *
     * @param places directories in which servers' directories are made
     * @return the directories that are gone
     */
    static List<Path> sweep(Collection<Path> places) {
        List<Path> removed = new ArrayList<>();
        synchronized (JVM_WIDE) {
            OrphanedServers sweep = new OrphanedServers();
            places.stream().map(place -> place.toAbsolutePath().normalize()).distinct().filter(Files::isDirectory)
                    .forEach(place -> removed.addAll(sweep.in(place)));
        }
        if (!removed.isEmpty()) {
            log.infof("Removed what killed test runs left of embedded Postgres: %s", removed);
        }
        return removed;
    }

    private List<Path> in(Path place) {
        List<Path> removed = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(place, DataDirectory.NAME_PREFIX + "*")) {
            for (Path directory : directories) {
                if (System.nanoTime() < end && remove(directory)) {
                    removed.add(directory);
                }
            }
        } catch (IOException e) {
            log.debugf(e, "'%s' is not cleaned up", place);
        }
        return removed;
    }

    private boolean remove(Path directory) {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && isOrphan(directory);
        } catch (IOException | RuntimeException e) {
            log.debugf(e, "'%s' stays until the next start", directory);
            return false;
        }
    }

    private static boolean isOrphan(Path directory) throws IOException {
        if (SharedDirectory.isOne(directory)) {
            Optional<DataDirectory> unused = SharedDirectory.takeIfUnused(directory);
            return unused.isPresent() && remove(unused.get());
        }
        Optional<Path> owner = OwnerFile.find(directory);
        if (owner.isEmpty()) {
            return isMine(directory) && deleteIfEmpty(directory);
        }
        if (!isMine(owner.get())) {
            return false;
        }
        Optional<DataDirectory> orphan = DataDirectory.takeOver(directory, owner.get());
        if (orphan.isPresent() && SharedDirectory.isOne(directory)) {
            // By now somebody else may use it.
            orphan.get().abandon();
            return false;
        }
        return orphan.isPresent() && remove(orphan.get());
    }

    /**
     * Ends what works in a directory that nobody else uses, and deletes it.
     *
     * @param orphan the directory, of which this JVM is the only owner
     * @return whether it is gone
     * @throws IOException if it cannot be deleted
     */
    static boolean remove(DataDirectory orphan) throws IOException {
        ServerProcesses processes = new ServerProcesses(orphan.data());
        if (orphan.isKept() || !ServerProcesses.canBeTold() && orphan.postmaster().isPresent()) {
            log.debugf("'%s' stays, since it is kept or this platform does not tell who works in it", orphan.path());
            orphan.abandon();
            return false;
        }
        processes.end();
        orphan.delete();
        // one that was just being started when the data went
        processes.end();
        return true;
    }

    /** Its JVM was killed before it could claim it; should it live, it makes another one. */
    private static boolean deleteIfEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(directory)) {
            if (content.iterator().hasNext()) {
                return false;
            }
        }
        return Files.deleteIfExists(directory);
    }

    /**
     * Whether a file or directory is of the user of this JVM.
     *
     * @param path it; a link is not followed
     * @throws IOException if it is gone, or its owner cannot be told
     */
    static boolean isMine(Path path) throws IOException {
        if (me == null) {
            Path probe = Files.createTempFile("isolated-schema-", null);
            me = Files.getOwner(probe);
            Files.delete(probe);
        }
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(me);
    }
}
