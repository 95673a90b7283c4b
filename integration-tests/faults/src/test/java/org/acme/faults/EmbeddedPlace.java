package org.acme.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Where the embedded servers of suites have their data. */
final class EmbeddedPlace implements AutoCloseable {

    private static final Path MEMORY = Path.of("/dev/shm");

    private static final long SECONDS = 60;

    private final Path directory;

    EmbeddedPlace() throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        directory = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : target, "isolated-schema-test-");
        // for the user that rights are dropped to where the suite is run by root
        assertThat(directory.toFile().setExecutable(true, false)).isTrue();
    }

    /** A suite whose application names no server. */
    Suite suite() {
        return new Suite().with("quarkus.isolated-schema.devservices.provider", "embedded")
                .with("quarkus.isolated-schema.devservices.data-dir", directory.toString());
    }

    /** The directories of servers, each with all that belongs to it. */
    List<Path> servers() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /** The servers' processes, and what is on the way to one. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(process -> process.info().command().filter(
                command -> command.endsWith("postgres") || command.endsWith("initdb") || command.endsWith("pg_ctl"))
                .isPresent())
                .filter(process -> process.info().commandLine().orElse("").contains(directory.toString())).toList();
    }

    /** Waits until a file or directory of that name is in the directory of a server that is not one of those. */
    void await(String name, List<Path> known, Suite.Running suite) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (servers().stream().noneMatch(server -> !known.contains(server) && Files.exists(server.resolve(name)))) {
            assertThat(suite.isAlive()).as("no '%s' in%n%s", name, suite).isTrue();
            assertThat(System.nanoTime()).as("no '%s' in%n%s", name, suite).isLessThan(end);
            Thread.sleep(1);
        }
    }

    /** The process of the only server. */
    ProcessHandle postmaster() throws IOException {
        return ProcessHandle.of(Long.parseLong(pidFile().get(0).strip())).orElseThrow();
    }

    private List<String> pidFile() throws IOException {
        return Files.readAllLines(servers().get(0).resolve("data/postmaster.pid"));
    }

    /** The names of the databases of the only server. */
    List<String> databases() throws IOException, SQLException {
        String password = Files.readString(servers().get(0).resolve("pgpass")).strip().replaceAll(".*:", "");
        int portLine = 3;
        List<String> names = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + pidFile().get(portLine).strip() + "/postgres", "quarkus", password);
                Statement statement = connection.createStatement();
                ResultSet databases = statement.executeQuery("select datname from pg_database")) {
            while (databases.next()) {
                names.add(databases.getString(1));
            }
        }
        return names;
    }

    void assertNothingLeft() throws IOException {
        assertThat(processes()).as("processes of servers").isEmpty();
        assertThat(servers()).as("directories of servers").isEmpty();
    }

    @Override
    public void close() throws IOException {
        processes().forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
