package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where everything is that is made once for all embedded servers, the unpacked binaries and the data directories they start
 * with: the user's cache directory. Zonky's own choice, the temporary directory, is {@code target} in a Maven build, so that
 * every {@code clean} would cost seconds, and elsewhere would be a directory left behind.
 */
final class CacheDirectory {

    /** Zonky's own property for the place; who sets it gets it. */
    static final String ZONKY_PROPERTY = "ot.epg.working-dir";

    /** How the directories begin that zonky itself unpacked to, which this extension left to it in former versions. */
    private static final String ZONKYS = "PG-";

    private static final Path NAME = Path.of("quarkus-isolated-schema", "postgres");

    private CacheDirectory() {
    }

    /**
     * The directory, which whoever runs the programs can read.
     *
     * @throws io.quarkiverse.isolatedschema.IsolationException if it cannot be made
     */
    static Path prepare() {
        Path cache = UnprivilegedUser.isNeeded() ? UnprivilegedUser.CACHE : locate();
        try {
            if (UnprivilegedUser.isNeeded()) {
                UnprivilegedUser.prepareCache();
            }
            PrivateDirectories.create(cache, false);
            return cache;
        } catch (IOException e) {
            throw EmbeddedPostgresErrors.noPlaceForBinaries(cache, e);
        }
    }

    /** The directory, made if need be; below the temporary directory if the user has no cache that can be written. */
    static Path locate() {
        String chosen = System.getProperty(ZONKY_PROPERTY);
        if (chosen != null) {
            return Path.of(chosen);
        }
        return userCache(System.getProperty("os.name"), System.getenv(), System.getProperty("user.home"))
                .map(cache -> cache.resolve(NAME))
                .filter(CacheDirectory::isUsable)
                .orElseGet(() -> temporary(Path.of(System.getProperty("java.io.tmpdir")), System.getProperty("user.name")));
    }

    /** How the names of the directories begin that may be deleted in the cache, as far as it is not also somebody else's. */
    static List<String> kinds() {
        return System.getProperty(ZONKY_PROPERTY) == null
                ? List.of(PostgresBinaries.KIND, InitialCluster.KIND, ZONKYS)
                : List.of(PostgresBinaries.KIND, InitialCluster.KIND);
    }

    /**
     * A directory below the temporary one. Everybody may write there, so one with its name may be somebody else's, whose
     * programs must not be started.
     *
     * @param place the temporary directory
     * @param user the name of the user
     */
    static Path temporary(Path place, String user) {
        Path ours = place.resolve("quarkus-isolated-schema-" + user);
        try {
            PrivateDirectories.create(ours, false);
            if (!PrivateDirectories.isOurs(ours)) {
                ours = Files.createTempDirectory(place, "quarkus-isolated-schema-");
            }
            return ours.resolve("postgres");
        } catch (IOException e) {
            throw EmbeddedPostgresErrors.noPlaceForBinaries(place, e);
        }
    }

    /**
     * Takes back the right to write that a mask, or zonky, gave everybody: programs are started from there.
     *
     * @param directory a directory of programs
     */
    static void keepToUser(Path directory) {
        directory.toFile().setWritable(false, false);
        directory.toFile().setWritable(true, true);
    }

    /**
     * The cache directory of the platform.
     *
     * @param osName the system property {@code os.name}
     * @param environment the environment variables
     * @param home the system property {@code user.home}
     * @return empty if the platform's convention leads nowhere
     */
    static Optional<Path> userCache(String osName, Map<String, String> environment, String home) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.contains("win") && !os.contains("darwin")) {
            return variable(environment, "LOCALAPPDATA").or(() -> inHome(home, "AppData", "Local"));
        }
        if (os.contains("mac") || os.contains("darwin")) {
            return inHome(home, "Library", "Caches");
        }
        return variable(environment, "XDG_CACHE_HOME").filter(Path::isAbsolute).or(() -> inHome(home, ".cache"));
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank()).map(Path::of);
    }

    private static Optional<Path> inHome(String home, String... names) {
        // the JVM says "?" for users without an entry in the password file, as in containers with an arbitrary user id
        return Optional.ofNullable(home).filter(path -> !path.isBlank() && !path.equals("?") && !path.equals("/"))
                .map(path -> Path.of(path, names));
    }

    private static boolean isUsable(Path directory) {
        try {
            PrivateDirectories.create(directory, false);
            return Files.isWritable(directory) && PrivateDirectories.isFitForPrograms(directory);
        } catch (IOException e) {
            return false;
        }
    }
}
