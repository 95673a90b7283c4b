package io.quarkiverse.isolatedschema.deployment.devservices;

import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresFixture.connect;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.Schemas;

/** An embedded server that stays up where something is kept on it, and ends by itself. */
class KeptServerTest {

    private static final KeptLeases.Limits LIMITS = new KeptLeases.Limits(Duration.ofHours(1), 10);

    @TempDir(factory = InMemoryTempDir.class)
    Path root;

    private Path place;

    private EmbeddedPostgresService service;

    private ProcessHandle postmaster;

    private String password;

    /** What a class path and a shell would stumble over. */
    @BeforeEach
    void choosePlace() throws IOException {
        place = Files.createDirectory(root.resolve("kept: it's ä"));
    }

    @AfterEach
    void end() throws Exception {
        try (var servers = Files.list(place)) {
            for (Path server : servers.toList()) {
                Files.deleteIfExists(server.resolve("kept-until"));
            }
        }
        if (postmaster != null) {
            await(() -> postmaster.info().command().isEmpty());
        }
        await(this::isEmpty);
    }

    private void start(Duration keepServer) throws Exception {
        service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place), Optional.of(keepServer));
        service.start();
        password = service.getPassword();
        Path pidFile = service.dataDirectory().orElseThrow().resolve("data/postmaster.pid");
        postmaster = ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).trim())).orElseThrow();
    }

    private String keepDatabase() throws SQLException {
        String name = LeaseName.lease(RunId.random());
        try (Connection connection = connect(service)) {
            new DatabaseCopies(true).copy(connection, name, "template0", "quarkus");
            KeptLeases.ofDatabases(connection).keep(name, "OrderTest", LIMITS);
        }
        return name;
    }

    private boolean isEmpty() {
        try (var files = Files.list(place)) {
            return files.findAny().isEmpty();
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    private boolean answers(String url) {
        try (Connection connection = DriverManager.getConnection(url, "quarkus", password)) {
            return connection.isValid(1);
        } catch (SQLException gone) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 300 && !condition.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void itEndsByItselfWhenTheTimeHasComeThoughSomebodyIsConnected() throws Exception {
        start(Duration.ofSeconds(4));
        String url = service.getJdbcUrl().replace("/quarkus", "/" + keepDatabase());
        Path keptUntil = Path.of(service.getKeptUntilFile());

        Instant closed = Instant.now();
        service.close();

        assertThat(Instant.parse(Files.readString(keptUntil).strip())).isBetween(closed.plusSeconds(2), closed.plusSeconds(6));
        assertThat(answers(url)).isTrue();
        try (Connection connection = DriverManager.getConnection(url, "quarkus", password)) {
            await(this::isEmpty);
            assertThat(connection.isValid(1)).isFalse();
        }
        assertThat(Instant.now()).isAfter(closed.plusSeconds(2));
    }

    @Test
    void itEndsEarlierWhenTheFileIsDeleted() throws Exception {
        start(Duration.ofHours(1));
        String url = service.getJdbcUrl().replace("/quarkus", "/" + keepDatabase());
        Path keptUntil = Path.of(service.getKeptUntilFile());
        service.close();
        Thread.sleep(1_500);
        assertThat(answers(url)).isTrue();

        Files.delete(keptUntil);

        await(this::isEmpty);
        assertThat(answers(url)).isFalse();
    }

    @Test
    void itStaysForASchemaThatIsKeptInTheApplicationsDatabase() throws Exception {
        start(Duration.ofHours(1));
        try (Connection connection = connect(service)) {
            String name = LeaseName.lease(RunId.random());
            Schemas.create(connection, name, "quarkus", "OrderTest");
            KeptLeases.ofSchemas(connection).keep(name, "OrderTest", LIMITS);
        }
        String url = service.getJdbcUrl();
        service.close();

        assertThat(answers(url)).isTrue();
    }

    @Test
    void whereNothingIsKeptItEndsAtOnce() throws Exception {
        start(Duration.ofHours(1));
        String url = service.getJdbcUrl();
        service.close();

        assertThat(answers(url)).isFalse();
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void whenItIsEndedByHandTheWatchDeletesWhatIsLeft() throws Exception {
        start(Duration.ofHours(1));
        keepDatabase();
        service.close();

        postmaster.destroy();

        await(this::isEmpty);
    }

    /** As a build server that ends a build, or a user who presses Ctrl+C. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theWatchOutlivesTheProcessGroupOfTheBuild() throws Exception {
        start(Duration.ofHours(1));
        keepDatabase();
        service.close();

        String directory = service(place).getFileName().toString();
        ProcessHandle watch = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory)
                        && process.info().commandLine().orElse("").contains(KeptServerWatch.class.getName()))
                .findFirst().orElseThrow();
        assertThat(processGroup(watch.pid())).isNotEqualTo(processGroup(ProcessHandle.current().pid()));
        await(() -> ignoresSignals(watch.pid()));
        new ProcessBuilder("kill", "-HUP", String.valueOf(watch.pid())).start().waitFor();
        new ProcessBuilder("kill", "-INT", String.valueOf(watch.pid())).start().waitFor();
        Thread.sleep(500);
        assertThat(watch.isAlive()).isTrue();
    }

    private static Path service(Path place) throws IOException {
        try (var servers = Files.list(place)) {
            return servers.findFirst().orElseThrow();
        }
    }

    /** A JVM that has just been started does not yet. */
    private static boolean ignoresSignals(long pid) {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            int hangUpAndInterrupt = 0b11;
            return lines.filter(line -> line.startsWith("SigIgn:")).map(line -> line.substring(line.length() - 1))
                    .allMatch(digit -> (Integer.parseInt(digit, 16) & hangUpAndInterrupt) == hangUpAndInterrupt);
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    private static String processGroup(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ")).get(2);
    }
}
