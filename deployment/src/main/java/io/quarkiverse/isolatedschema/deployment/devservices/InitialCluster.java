package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/**
 * The data directory a server starts with: what initdb makes, from the cache where it has been made before.
 * <p>
 * Its superuser has a password made by chance, which nobody knows: each start sets another one before the server takes
 * connections. Where that cannot be done it lies in the cache, readable by the user alone, and each start changes it before it
 * does anything else; so it opens no server that an application uses.
 */
final class InitialCluster {

    /** How the names of their directories begin in the cache. */
    static final String KIND = "cluster-";

    private static final Logger log = Logger.getLogger(InitialCluster.class);

    /** Nothing has to survive a crash, so initdb need not wait for the disk. */
    private static final List<String> OPTIONS = List.of("-U", EmbeddedServer.SUPERUSER, "-E", "UTF-8", "-A", "scram-sha-256",
            "--lc-messages=C", "--no-sync");

    /** For the name of what is cached only. */
    private static final List<String> OPTIONS_WITHOUT_PASSWORD = Stream.concat(OPTIONS.stream(), Stream.of("unknown password"))
            .toList();

    private static final String SEPARATOR = " ";

    private final Path cache;

    private final String name;

    private final DataDirectory directory;

    private final PostgresPrograms programs;

    private final boolean isPasswordKept;

    /** Its version, and its password if that is kept. */
    private String[] note;

    /**
     * @param cache the directory of the cache
     * @param binaries the programs that make and use it
     * @param directory where it is needed
     * @param isPasswordKept whether the password of its superuser is needed
     */
    InitialCluster(Path cache, PostgresBinaries binaries, DataDirectory directory, boolean isPasswordKept) {
        this.cache = cache;
        this.name = KIND + ClusterKey.of(binaries, isPasswordKept ? OPTIONS : OPTIONS_WITHOUT_PASSWORD);
        this.directory = directory;
        this.programs = new PostgresPrograms(binaries, directory);
        this.isPasswordKept = isPasswordKept;
    }

    /**
     * Puts it into the server's directory.
     *
     * @throws IOException if there is no room, or initdb fails
     */
    void provide() throws IOException {
        if (!copy()) {
            CacheLock.holding(cache, this::copyOrMake);
        }
        if (UnprivilegedUser.isNeeded()) {
            UnprivilegedUser.handOver(directory);
        }
    }

    /** The version of its server, such as 18.4. */
    String version() {
        return note[0];
    }

    /** The password of its superuser, if that is kept. */
    String password() {
        return note[1];
    }

    /** Whoever had the lock before may have made it. */
    private Void copyOrMake(boolean alone) throws IOException {
        if (!copy()) {
            make();
            publish(alone);
        }
        return null;
    }

    private boolean copy() throws IOException {
        try {
            Optional<CachedTree> cached = CachedTree.find(cache, name);
            if (cached.isPresent()) {
                note = cached.get().manifest().note().split(SEPARATOR);
                if (note.length != (isPasswordKept ? 2 : 1)) {
                    throw new DamagedException("The note of '" + name + "' is of another version", null);
                }
                SystemCopy.copy(cached.get().manifest(), cached.get().files(), directory.data());
                cached.get().use();
            }
            return cached.isPresent();
        } catch (DamagedException e) {
            log.debugf(e, "The data directory '%s' in the cache is made anew", name);
            FileTree.delete(directory.data());
            return false;
        }
    }

    private void make() throws IOException {
        String password = UUID.randomUUID().toString();
        try {
            PrivateFile.write(directory.passwordFile(), password);
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
        note = isPasswordKept ? new String[] { programs.version(), password } : new String[] { programs.version() };
    }

    /** The server at hand can do without. */
    private void publish(boolean alone) {
        try {
            CachedTree.publish(cache, name, alone, files -> {
                Manifest manifest = Manifest.of(directory.data(), String.join(SEPARATOR, note));
                TreeCopy.copy(manifest, directory.data(), files);
                return manifest;
            });
            CacheLimit.enforce(cache, CacheDirectory.kinds());
        } catch (IOException e) {
            log.debugf(e, "The data directory is not cached in '%s'", cache);
        }
    }
}
