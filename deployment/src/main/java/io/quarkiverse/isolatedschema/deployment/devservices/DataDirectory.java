package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The directory that holds everything of one embedded server: its data, its log, the proof that its JVM lives, the password of
 * the application's user, and for a moment that of its superuser. Nothing of a server lies outside of it, so that deleting it
 * leaves nothing behind.
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

    /** Names the instant, in ISO 8601, until which the server and its directory outlive their JVM. */
    static final String KEPT_UNTIL = "kept-until";

    private static final String PID_FILE = "postmaster.pid";

    /** Which line of the pid file tells how far the server is, counted from 0. */
    private static final int STATUS_LINE = 7;

    static final Path MEMORY = Path.of("/dev/shm");

    private static final int LOG_LINES_SHOWN = 12;
    private static final int CREATE_ATTEMPTS = 10;
    private static final int DELETE_ATTEMPTS = 20;
    private static final Duration DELETE_PAUSE = Duration.ofMillis(50);

    private final Path directory;

    private final OwnerFile owner;

    private DataDirectory(Path directory, OwnerFile owner) {
        this.directory = directory;
        this.owner = owner;
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
            return createIn(place.toAbsolutePath());
        } catch (IOException e) {
            throw EmbeddedPostgresErrors.dataDirectoryNotWritable(place, e);
        }
    }

    private static DataDirectory createIn(Path place) throws IOException {
        for (int attempt = 1; attempt < CREATE_ATTEMPTS; attempt++) {
            Path directory = Files.createTempDirectory(place, NAME_PREFIX);
            Optional<OwnerFile> owner = OwnerFile.claim(directory);
            if (owner.isPresent()) {
                return new DataDirectory(directory, owner.get());
            }
        }
        throw new IOException("whatever is made there is deleted at once");
    }

    /**
     * Takes over the directory of a JVM that is dead.
     *
     * @param directory the directory
     * @param owner the owner file in it
     * @return empty if its JVM lives, or somebody else was faster
     * @throws IOException if the file cannot be opened
     */
    static Optional<DataDirectory> takeOver(Path directory, Path owner) throws IOException {
        return OwnerFile.takeOver(owner).map(taken -> new DataDirectory(directory, taken));
    }

    /**
     * Makes this JVM one more owner of a directory.
     *
     * @param directory the directory
     * @return empty if it is gone
     * @throws IOException if nothing can be written there
     */
    static Optional<DataDirectory> enter(Path directory) throws IOException {
        return OwnerFile.claim(directory).map(owner -> new DataDirectory(directory, owner));
    }

    /**
     * The places in which directories may lie.
     *
     * @param configured the configured place
     */
    static List<Path> places(Optional<Path> configured) {
        return Stream.concat(configured.stream(), Stream.of(MEMORY, SharedPlace.temporary(), temporary())).toList();
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

    static long writableSpace(Path place) {
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

    /** Where Postgres keeps its data; made by {@link InitialCluster}. */
    Path data() {
        return directory.resolve("data");
    }

    /** The output of initdb and of the server. */
    Path log() {
        return directory.resolve("postgres.log");
    }

    /** What initdb reads the superuser's password from, hashed. */
    Path passwordFile() {
        return directory.resolve("password");
    }

    /** What psql reads the password of the application's user from. */
    Path passFile() {
        return directory.resolve("pgpass");
    }

    /** The major version of the data, such as 18. */
    int majorVersion() throws IOException {
        return Integer.parseInt(Files.readString(data().resolve("PG_VERSION")).strip());
    }

    /**
     * @param question to what the server wrote so far
     * @return the answer; no where it cannot be read
     */
    boolean log(Predicate<String> question) {
        try {
            return question.test(Files.readString(log(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return false;
        }
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
        try {
            return pidFile().stream().findFirst().map(Long::valueOf).flatMap(ProcessHandle::of);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether a server says that it takes connections. */
    boolean isReady() {
        List<String> lines = pidFile();
        return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).equals("ready");
    }

    /** Its lines, trimmed; none if there is no file. */
    private List<String> pidFile() {
        try {
            return Files.readString(data().resolve(PID_FILE), StandardCharsets.ISO_8859_1).lines().map(String::trim).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether somebody wants to look at it before it is cleaned up. */
    boolean isKept() {
        try {
            return Instant.parse(Files.readString(directory.resolve(KEPT_UNTIL)).strip()).isAfter(Instant.now());
        } catch (IOException | DateTimeParseException notKept) {
            return false;
        }
    }

    /** Those who use it, of which this JVM is one. */
    OwnerFile owner() {
        return owner;
    }

    /**
     * Leaves it to whoever cleans up next.
     *
     * @throws IOException if the proof of life cannot be given up
     */
    void abandon() throws IOException {
        owner.abandon();
    }

    /**
     * Deletes the directory with all it holds, again and again while a dying server still writes into it. The proof that this
     * JVM lives goes last, so that nobody else begins to clean up meanwhile.
     *
     * @throws IOException if something in it cannot be deleted; whoever cleans up next tries again
     */
    void delete() throws IOException {
        for (int attempt = 1; Files.exists(directory); attempt++) {
            try {
                FileTree.deleteAllBut(directory, owner.path());
                owner.close();
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                if (attempt == DELETE_ATTEMPTS) {
                    owner.abandon();
                    throw e;
                }
                LockSupport.parkNanos(DELETE_PAUSE.toNanos());
            }
        }
    }
}
