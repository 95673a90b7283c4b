package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jboss.logging.Logger;

/**
 * The data directory a server starts with: what initdb makes, from the cache where it has been made before.
 * <p>
 * The password of the superuser in it lies in the cache, too, readable by the user alone. It opens no server that others could
 * use: each start changes it before it does anything else.
 */
final class InitialCluster {

    /** How the names of their directories begin in the cache. */
    static final String KIND = "cluster-";

    private static final Logger log = Logger.getLogger(InitialCluster.class);

    /** Nothing has to survive a crash, so initdb need not wait for the disk. */
    private static final List<String> OPTIONS = List.of("-U", EmbeddedServer.SUPERUSER, "-E", "UTF-8", "-A", "scram-sha-256",
            "--lc-messages=C", "--no-sync");

    private final Path cache;

    private final String name;

    private final DataDirectory directory;

    private final PostgresPrograms programs;

    /**
     * @param cache the directory of the cache
     * @param binaries the programs that make and use it
     * @param directory where it is needed
     */
    InitialCluster(Path cache, PostgresBinaries binaries, DataDirectory directory) {
        this.cache = cache;
        this.name = KIND + ClusterKey.of(binaries, OPTIONS);
        this.directory = directory;
        this.programs = new PostgresPrograms(binaries, directory);
    }

    /**
     * Puts it into the server's directory.
     *
     * @return the password of the superuser in it
     * @throws IOException if there is no room, or initdb fails
     */
    String provide() throws IOException {
        Optional<String> password = copy();
        String known = password.isPresent() ? password.get() : CacheLock.holding(cache, this::copyOrMake);
        if (UnprivilegedUser.isNeeded()) {
            UnprivilegedUser.handOver(directory);
        }
        return known;
    }

    /** Whoever had the lock before may have made it. */
    private String copyOrMake(boolean alone) throws IOException {
        Optional<String> password = copy();
        return password.isPresent() ? password.get() : make(alone);
    }

    private Optional<String> copy() throws IOException {
        try {
            Optional<CachedTree> cached = CachedTree.find(cache, name);
            if (cached.isPresent()) {
                ClonedBlocks.copy(cached.get().manifest(), cached.get().files(), directory.data());
                cached.get().use();
            }
            return cached.map(tree -> tree.manifest().note());
        } catch (DamagedException e) {
            log.debugf(e, "The data directory '%s' in the cache is made anew", name);
            FileTree.delete(directory.data());
            return Optional.empty();
        }
    }

    private String make(boolean alone) throws IOException {
        String password = UUID.randomUUID().toString();
        try {
            PrivateDirectories.writeFile(directory.passwordFile(), password);
            PrivateDirectories.create(directory.data(), false);
            if (UnprivilegedUser.isNeeded()) {
                UnprivilegedUser.handOver(directory);
            }
            List<String> options = new ArrayList<>(OPTIONS);
            options.add("--pwfile=" + directory.passwordFile());
            programs.initdb(options);
        } finally {
            Files.deleteIfExists(directory.passwordFile());
        }
        publish(password, alone);
        return password;
    }

    /** The server at hand can do without. */
    private void publish(String password, boolean alone) {
        try {
            CachedTree.publish(cache, name, alone, files -> {
                Manifest manifest = Manifest.of(directory.data(), password);
                TreeCopy.copy(manifest, directory.data(), files);
                return manifest;
            });
            CacheLimit.enforce(cache, CacheDirectory.kinds());
        } catch (IOException e) {
            log.debugf(e, "The data directory is not cached in '%s'", cache);
        }
    }
}
