package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where the Postgres binaries are unpacked to: the user's cache directory, once per version. Zonky's own choice, the
 * temporary directory, is {@code target} in a Maven build, so that every {@code clean} would cost a second or two, and
 * elsewhere would be a directory left behind.
 */
final class BinariesDirectory {

    /** Zonky's own property for the place; who sets it gets it. */
    static final String ZONKY_PROPERTY = "ot.epg.working-dir";

    private static final Path NAME = Path.of("quarkus-isolated-schema", "postgres");

    private BinariesDirectory() {
    }

    /** The directory, made if need be; below the temporary directory if the user has no cache that can be written. */
    static Path locate() {
        String chosen = System.getProperty(ZONKY_PROPERTY);
        if (chosen != null) {
            return Path.of(chosen);
        }
        return userCache(System.getProperty("os.name"), System.getenv(), System.getProperty("user.home"))
                .map(cache -> cache.resolve(NAME))
                .filter(BinariesDirectory::isUsable)
                .orElseGet(() -> temporary(Path.of(System.getProperty("java.io.tmpdir")), System.getProperty("user.name")));
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
     * Takes back the right to write that zonky gives everybody: programs are started from there.
     *
     * @param directory the directory zonky unpacked to
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
