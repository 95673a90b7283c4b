package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jboss.logging.Logger;

/**
 * The programs of Postgres, unpacked in the cache. Each start reads them all, to see whether they
 * still are what was unpacked.
 */
final class PostgresBinaries {

    /** How the names of their directories begin. */
    static final String KIND = "binaries-";

    private static final Logger log = Logger.getLogger(PostgresBinaries.class);

    private final Path cache;

    private final String name;

    private final CachedTree tree;

    /** Null until it is begun. */
    private CompletableFuture<Optional<IOException>> check;

    private PostgresBinaries(Path cache, String name, CachedTree tree) {
        this.cache = cache;
        this.name = name;
        this.tree = tree;
    }

    /**
     * Finds the programs for this platform, or unpacks them.
     *
     * @param cache the directory of the cache
     * @throws IllegalStateException if there are none on the class path
     * @throws io.quarkiverse.isolatedschema.IsolationException if they cannot be unpacked
     * @throws IOException if the class path cannot be read
     */
    static PostgresBinaries obtain(Path cache) throws IOException {
        PostgresArchive archive = PostgresArchive.find();
        String name = KIND + archive.identity();
        Optional<CachedTree> cached = find(cache, name);
        CachedTree tree = cached.isPresent() ? cached.get() : unpack(archive, cache, name);
        tree.use();
        log.debugf("The programs of Postgres are in '%s'", tree.files());
        return new PostgresBinaries(cache, name, tree);
    }

    private static Optional<CachedTree> find(Path cache, String name) throws IOException {
        try {
            return CachedTree.find(cache, name);
        } catch (DamagedException e) {
            log.debug("The programs of Postgres are unpacked anew", e);
            return Optional.empty();
        }
    }

    private static CachedTree unpack(PostgresArchive archive, Path cache, String name) {
        try {
            return CacheLock.holding(cache, alone -> {
                // somebody else may have been faster
                Optional<CachedTree> cached = find(cache, name);
                if (cached.isPresent()) {
                    return cached.get();
                }
                CachedTree made = CachedTree.publish(cache, name, alone, files -> {
                    archive.unpackTo(files);
                    return Manifest.of(files, "");
                });
                CacheLimit.enforce(cache, CacheDirectory.kinds());
                return made;
            });
        } catch (IOException e) {
            throw EmbeddedPostgresErrors.noPlaceForBinaries(cache, e);
        }
    }

    private static Optional<IOException> findDamage(CachedTree tree) {
        try {
            TreeCopy.verify(tree.manifest(), tree.files());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /** Begins to read them: while the processes of the server come up, this JVM has nothing else to do. */
    void beginCheck() {
        if (check == null) {
            check = CompletableFuture.supplyAsync(() -> findDamage(tree));
        }
    }

    /**
     * Waits until they are read, and if they are damaged, takes them out of the cache.
     *
     * @return whether they are what was unpacked; if not, they have to be obtained again
     * @throws IOException if they cannot be taken out
     */
    boolean areSound() throws IOException {
        beginCheck();
        Optional<IOException> damage = check.join();
        if (damage.isPresent()) {
            log.debug("The programs of Postgres are damaged", damage.get());
            CacheLock.holding(cache, alone -> removeDamaged());
        }
        return damage.isEmpty();
    }

    /** Somebody else may have put sound ones there meanwhile, and work with them. */
    private Void removeDamaged() throws IOException {
        Optional<CachedTree> current = find(cache, name);
        if (current.isEmpty() || findDamage(current.get()).isPresent()) {
            CachedTree.remove(cache.resolve(name));
        }
        return null;
    }

    /** A name that binaries of another version or platform do not have. */
    String name() {
        return name;
    }

    /**
     * @param program such as {@code pg_ctl}
     * @return where it is
     */
    Path program(String program) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return tree.files().resolve("bin").resolve(windows ? program + ".exe" : program);
    }
}
