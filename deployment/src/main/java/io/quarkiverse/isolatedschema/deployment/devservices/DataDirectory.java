package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The directory that holds everything of one embedded server: its data, its log, the password of the application's user,
 * and for a moment that of its superuser. Nothing of a server lies outside of it, so that deleting it leaves nothing behind.
 */
final class DataDirectory {

    /** How the names of all data directories start; whoever cleans up after a killed JVM finds them by it. */
    static final String NAME_PREFIX = "isolated-schema-pg-";

    /**
     * How many bytes must be free in memory before data is put there: 1 GiB. A fresh server takes 40 MB, each cloned
     * database 8 MB and more, and the write-ahead log up to {@link ServerSettings#MAX_WAL_SIZE}. Containers
     * often have 64 MB of {@code /dev/shm}, which a test run would fill.
     */
    static final long MEMORY_NEEDED = 1L << 30;

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final int LOG_LINES_SHOWN = 12;
    private static final int DELETE_ATTEMPTS = 20;
    private static final Duration DELETE_PAUSE = Duration.ofMillis(50);

    private final Path directory;

    private DataDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes a directory for one server.
     *
     * @param configured the configured place, empty to take memory where there is room, else the temporary directory
     * @throws io.quarkiverse.isolatedschema.IsolationException if nothing can be written there
     */
    static DataDirectory create(Optional<Path> configured) {
        Path place = configured.orElseGet(() -> choosePlace(MEMORY, temporary(), DataDirectory::writableSpace));
        if (!PrivateDirectories.isFitForPrograms(place)) {
            throw EmbeddedPostgresErrors.unfitDataDirectory(place);
        }
        try {
            PrivateDirectories.create(place, UnprivilegedUser.isNeeded());
            return new DataDirectory(Files.createTempDirectory(place.toAbsolutePath(), NAME_PREFIX));
        } catch (IOException e) {
            throw EmbeddedPostgresErrors.dataDirectoryNotWritable(place, e);
        }
    }

    /**
     * Chooses between memory and disk.
     *
     * @param memory a directory in memory
     * @param temporary the temporary directory
     * @param freeSpace tells the bytes that can be written in a directory, 0 if none
     */
    static Path choosePlace(Path memory, Path temporary, ToLongFunction<Path> freeSpace) {
        return freeSpace.applyAsLong(memory) >= MEMORY_NEEDED ? memory : temporary;
    }

    private static Path temporary() {
        // the JVM's may lie below /root, which the other user cannot enter
        return UnprivilegedUser.isNeeded() ? Path.of("/tmp") : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static long writableSpace(Path place) {
        try {
            return Files.isDirectory(place) && Files.isWritable(place) ? Files.getFileStore(place).getUsableSpace() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The directory itself. */
    Path path() {
        return directory;
    }

    /** Where Postgres keeps its data; made by initdb, which demands that it is empty. */
    Path data() {
        return directory.resolve("data");
    }

    /** The output of initdb and of the server. */
    Path log() {
        return directory.resolve("postgres.log");
    }

    /** What initdb reads the superuser's password from. */
    Path passwordFile() {
        return directory.resolve("password");
    }

    /** What psql reads the password of the application's user from. */
    Path passFile() {
        return directory.resolve("pgpass");
    }

    /** The last lines the server wrote, empty if it wrote none. */
    String endOfLog() {
        try {
            List<String> lines = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    /** The process of the server that works in this directory, empty if there is none. */
    Optional<ProcessHandle> postmaster() {
        try (Stream<String> lines = Files.lines(data().resolve("postmaster.pid"))) {
            return lines.findFirst().map(String::trim).map(Long::valueOf).flatMap(ProcessHandle::of);
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Deletes the directory with all it holds, again and again while a dying server still writes into it.
     *
     * @throws IOException if something in it cannot be deleted
     */
    void delete() throws IOException {
        for (int attempt = 1; Files.exists(directory); attempt++) {
            try {
                deleteTree();
            } catch (IOException e) {
                if (attempt == DELETE_ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(DELETE_PAUSE.toNanos());
            }
        }
    }

    private void deleteTree() throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
