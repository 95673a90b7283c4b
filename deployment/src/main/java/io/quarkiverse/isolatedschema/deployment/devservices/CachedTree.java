package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.jboss.logging.Logger;

/**
 * A directory in the cache, which is there as a whole or not at all, and is never changed: it is made under another name,
 * gets its {@link Manifest} last, and then its own name. What a killed JVM had made by then is deleted by the next one that
 * makes something.
 */
final class CachedTree {

    private static final Logger log = Logger.getLogger(CachedTree.class);

    /** How the names of directories begin that are being made, or deleted. */
    private static final String IN_WORK = "work-";

    private static final String FILES = "files";

    private static final String MANIFEST = "manifest";

    private final Path directory;

    private final Manifest manifest;

    private CachedTree(Path directory, Manifest manifest) {
        this.directory = directory;
        this.manifest = manifest;
    }

    /** Fills a directory that is to be cached. */
    interface Content {

        /**
         * @param files the directory, which does not exist yet
         * @return what it holds now
         */
        Manifest makeIn(Path files) throws IOException;
    }

    /**
     * Looks for a directory.
     *
     * @param cache the directory of the cache
     * @param name the name of what is wanted
     * @return empty if it is not there
     * @throws DamagedException if it is there and cannot be used
     */
    static Optional<CachedTree> find(Path cache, String name) throws IOException {
        Path directory = cache.resolve(name);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!PrivateDirectories.isOurs(directory)) {
            throw new DamagedException("'" + directory + "' belongs to somebody else", null);
        }
        return Optional.of(new CachedTree(directory, Manifest.read(directory.resolve(MANIFEST))));
    }

    /**
     * Makes a directory, instead of one of that name which is damaged.
     *
     * @param cache the directory of the cache
     * @param name its name
     * @param alone whether nobody else makes something, so that what is half done was given up
     * @param content makes what it holds
     * @throws IOException if it cannot be made; what was there may be gone then
     */
    static CachedTree publish(Path cache, String name, boolean alone, Content content) throws IOException {
        if (alone) {
            deleteInWork(cache);
        }
        Path half = inWork(cache);
        try {
            PrivateDirectories.create(half, UnprivilegedUser.isNeeded());
            Manifest manifest = content.makeIn(half.resolve(FILES));
            manifest.write(half.resolve(MANIFEST));
            remove(cache.resolve(name));
            Files.move(half, cache.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            return new CachedTree(cache.resolve(name), manifest);
        } catch (IOException | RuntimeException e) {
            deleteIfPossible(half);
            throw e;
        }
    }

    private static Path inWork(Path cache) {
        return cache.resolve(IN_WORK + UUID.randomUUID());
    }

    private static void deleteInWork(Path cache) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(cache, IN_WORK + "*")) {
            left.forEach(CachedTree::deleteIfPossible);
        }
    }

    private static void deleteIfPossible(Path directory) {
        try {
            FileTree.delete(directory);
        } catch (IOException e) {
            log.debugf(e, "'%s' stays", directory);
        }
    }

    /**
     * Deletes something from the cache: at once for whoever looks for it, and with all it holds after that.
     *
     * @param directory the directory; one that does not exist is fine
     * @throws IOException if it stays
     */
    static void remove(Path directory) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Path out = inWork(directory.getParent());
            Files.move(directory, out, StandardCopyOption.ATOMIC_MOVE);
            deleteIfPossible(out);
        }
    }

    /**
     * When a directory was last used.
     *
     * @param directory one in the cache
     * @throws IOException if it is gone
     */
    static Instant lastUsed(Path directory) throws IOException {
        Path manifest = directory.resolve(MANIFEST);
        return Files.getLastModifiedTime(Files.exists(manifest) ? manifest : directory).toInstant();
    }

    /** Remembers that it was used now. */
    void use() {
        try {
            Files.setLastModifiedTime(directory.resolve(MANIFEST), FileTime.from(Instant.now()));
        } catch (IOException e) {
            log.debugf(e, "'%s' can only be read", directory);
        }
    }

    /** Where its files are. */
    Path files() {
        return directory.resolve(FILES);
    }

    /** What it holds. */
    Manifest manifest() {
        return manifest;
    }
}
