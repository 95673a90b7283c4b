package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the directories of shared servers lie, and the file whose lock decides who starts one. */
final class SharedPlace {

    private static final Path CACHE = Path.of("quarkus-isolated-schema");

    private static final String LOCK = "servers.lock";

    private SharedPlace() {
    }

    /**
     * The places in which a shared server may be found.
     *
     * @param configured the configured place, empty if there is none
     */
    static List<Path> all(Optional<Path> configured) {
        return configured.map(List::of).orElseGet(() -> List.of(DataDirectory.MEMORY, temporary()));
    }

    /**
     * Where a new one goes.
     *
     * @param configured the configured place, empty to take memory where there is room, else the temporary directory
     */
    static Path choose(Optional<Path> configured) {
        return configured.orElseGet(
                () -> DataDirectory.choosePlace(DataDirectory.MEMORY, temporary(), DataDirectory::writableSpace));
    }

    /** The temporary directory of the system, since a build may have made its own that of the JVM, and may clean it. */
    static Path temporary() {
        return UnprivilegedUser.isNeeded() ? Path.of("/tmp") : temporary(System.getenv());
    }

    /**
     * The same.
     *
     * @param environment the environment variables
     */
    static Path temporary(Map<String, String> environment) {
        return Stream.of(environment.get("TMPDIR"), environment.get("TEMP"), "/tmp").filter(Objects::nonNull)
                .filter(name -> !name.isBlank()).map(Path::of).filter(Path::isAbsolute)
                .filter(place -> Files.isDirectory(place) && Files.isWritable(place))
                .findFirst().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * The file whose lock decides who starts a server: in the user's cache, where it stays.
     *
     * @return empty if the user has no place that nobody else gets into
     */
    static Optional<Path> startLock() {
        return CacheDirectory.userCache(System.getProperty("os.name"), System.getenv(), System.getProperty("user.home"))
                .flatMap(cache -> lockIn(cache.resolve(CACHE)))
                .or(() -> lockIn(temporary().resolve(CACHE + "-" + System.getProperty("user.name"))));
    }

    /**
     * The same.
     *
     * @param directory the directory in which it is to lie, made if need be
     */
    static Optional<Path> lockIn(Path directory) {
        try {
            PrivateDirectories.create(directory, false);
            return PrivateDirectories.isOurs(directory) && Files.isWritable(directory)
                    ? Optional.of(directory.resolve(LOCK))
                    : Optional.empty();
        } catch (IOException unusable) {
            return Optional.empty();
        }
    }
}
