package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What JVMs leave of their embedded servers when they are killed. */
@Timeout(120)
class OrphanedServersTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void letTheUserInThatRightsAreDroppedTo() {
        assertThat(place.toFile().setExecutable(true, false)).isTrue();
    }

    @AfterEach
    void endAll() throws Exception {
        started.forEach(Process::destroyForcibly);
        for (Path directory : directories()) {
            new ServerProcesses(directory.resolve("data")).end();
        }
    }

    private Process launch() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), ServerStarter.class.getName(), place.toString(), ServerStarter.WAITING)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.add(process);
        return process;
    }

    /** Starts a server in a JVM of its own. */
    private String start() throws Exception {
        BufferedReader output = launch().inputReader();
        String line = output.readLine();
        assertThat(line).startsWith("STARTED ");
        return line.substring("STARTED ".length());
    }

    private void killAll() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private List<Path> directories() throws Exception {
        try (Stream<Path> entries = Files.list(place)) {
            return entries.toList();
        }
    }

    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(place.toString()))
                .filter(process -> started.stream().noneMatch(own -> own.pid() == process.pid())).toList();
    }

    private List<Path> sweep() {
        return OrphanedServers.sweep(List.of(place));
    }

    @Test
    void theServerIsStoppedAndItsDirectoryDeleted() throws Exception {
        start();
        assertThat(sweep()).as("while its JVM lives").isEmpty();
        assertThat(processes()).isNotEmpty();
        List<Path> left = directories();
        killAll();
        assertThat(processes()).as("nobody stops it").isNotEmpty();

        assertThat(sweep()).isEqualTo(left);

        assertThat(processes()).isEmpty();
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void theNextStartDoesThat() throws Exception {
        start();
        killAll();
        EmbeddedPostgresService next = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        next.start();
        try {
            assertThat(directories()).containsExactly(next.dataDirectory().orElseThrow());
        } finally {
            next.close();
        }
        assertThat(place).isEmptyDirectory();
        assertThat(processes()).isEmpty();
    }

    @Test
    void sessionsAreEndedWhateverTheyDo() throws Exception {
        String url = start();
        try (Connection idle = connect(url); Connection busy = connect(url)) {
            CompletableFuture<Void> work = CompletableFuture.runAsync(() -> {
                try {
                    busy.createStatement().execute("select count(*) from generate_series(1, 1000000000000)");
                } catch (SQLException ended) {
                    throw new IllegalStateException(ended);
                }
            });
            Thread.sleep(200);
            killAll();
            long start = System.nanoTime();

            assertThat(sweep()).hasSize(1);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(work).failsWithin(Duration.ofSeconds(5));
            assertThat(idle.isValid(1)).isFalse();
        }
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void aFrozenServerIsKilled() throws Exception {
        start();
        killAll();
        for (ProcessHandle process : processes()) {
            new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid())).start().waitFor();
        }
        assertThat(sweep()).hasSize(1);
        assertThat(processes()).isEmpty();
        assertThat(place).isEmptyDirectory();
    }

    /** From the directory that is only just there to the server that runs. */
    @Test
    void aJvmMayBeKilledAtAnyMomentOfTheStart() throws Exception {
        for (int millis = 0; millis < 1000; millis += 120) {
            Process starting = launch();
            while (directories().isEmpty() && starting.isAlive()) {
                Thread.sleep(1);
            }
            Thread.sleep(millis);
            killAll();

            sweep();

            assertThat(place).as("killed " + millis + " ms after its begin").isEmptyDirectory();
            assertThat(processes()).isEmpty();
        }
    }

    @Test
    void oneThatIsKeptStaysUntilItsTimeHasCome() throws Exception {
        String url = start();
        killAll();
        Path directory = directories().get(0);
        Files.writeString(directory.resolve("kept-until"), Instant.now().plusSeconds(600) + "\n");

        assertThat(sweep()).isEmpty();
        connect(url).close();

        Files.writeString(directory.resolve("kept-until"), Instant.now().minusSeconds(1) + "\n");
        assertThat(sweep()).containsExactly(directory);
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void whatWasKeptByAWordNobodyUnderstandsIsRemoved() throws Exception {
        Path directory = orphan("owner-1-1");
        Files.writeString(directory.resolve("kept-until"), "tomorrow");

        assertThat(sweep()).containsExactly(directory);
    }

    @Test
    void aProcessIdThatIsSomebodyElsesByNowIsLeftAlone() throws Exception {
        Process bystander = new ProcessBuilder("sleep", "60").start();
        started.add(bystander);
        Path directory = orphan("owner-1-1");
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data/postmaster.pid"), bystander.pid() + "\n" + directory.resolve("data") + "\n");
        Process reader = new ProcessBuilder("tail", "-f", Files.createFile(directory.resolve("postgres.log")).toString())
                .start();
        started.add(reader);

        assertThat(sweep()).containsExactly(directory);

        assertThat(bystander.isAlive()).isTrue();
        assertThat(reader.isAlive()).isTrue();
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void whatIsNotOursStays() throws Exception {
        Path otherName = Files.createDirectory(place.resolve("isolated-schema-other"));
        Files.createFile(otherName.resolve("owner-1-1"));
        Path withoutOwner = Files.createDirectory(place.resolve("isolated-schema-pg-1"));
        Files.createFile(withoutOwner.resolve("file"));
        Path file = Files.createFile(place.resolve("isolated-schema-pg-2"));
        Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("owner-1-1"));
        Path link = Files.createSymbolicLink(place.resolve("isolated-schema-pg-3"), elsewhere);

        assertThat(sweep()).isEmpty();

        assertThat(List.of(otherName, withoutOwner.resolve("file"), file, link, elsewhere.resolve("owner-1-1")))
                .allSatisfy(path -> assertThat(path).exists());
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Path precious = Files.createFile(Files.createDirectory(place.resolve("elsewhere")).resolve("precious"));
        Path directory = orphan("owner-1-1");
        Files.createSymbolicLink(directory.resolve("data"), precious.getParent());

        assertThat(sweep()).containsExactly(directory);

        assertThat(precious).exists();
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void whatBelongsToAnotherUserStays() throws Exception {
        Path directory = orphan("owner-1-1");
        Files.setAttribute(directory.resolve("owner-1-1"), "unix:uid", 4711);
        Path empty = Files.createDirectory(place.resolve("isolated-schema-pg-5"));
        Files.setAttribute(empty, "unix:uid", 4711);

        assertThat(sweep()).isEmpty();
        assertThat(directory).exists();
        assertThat(empty).exists();
    }

    @Test
    void aDirectoryWhoseJvmWasKilledBeforeItCouldClaimItIsDeleted() throws Exception {
        Path empty = Files.createDirectory(place.resolve("isolated-schema-pg-4"));

        assertThat(sweep()).containsExactly(empty);
    }

    @Test
    void startsAndSweepsAtOnceDoNotDisturbEachOther() throws Exception {
        CompletableFuture<Void> sweeping = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 300; i++) {
                sweep();
            }
        });
        for (int i = 0; i < 300; i++) {
            DataDirectory made = DataDirectory.create(Optional.of(place));
            assertThat(made.path()).exists();
            Files.writeString(made.log(), "text");
            made.delete();
        }
        assertThat(sweeping).succeedsWithin(Duration.ofSeconds(30));
        assertThat(place).isEmptyDirectory();
    }

    private Path orphan(String owner) throws Exception {
        Path directory = Files.createDirectory(place.resolve("isolated-schema-pg-4711"));
        Files.createFile(directory.resolve(owner));
        return directory;
    }

    private Connection connect(String url) throws Exception {
        String passFile = Files.readString(directories().get(0).resolve("pgpass")).strip();
        return DriverManager.getConnection(url, "quarkus", passFile.substring(passFile.lastIndexOf(':') + 1));
    }
}
