package io.quarkiverse.isolatedschema.deployment.devservices;

import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresFixture.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerStopTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @Test
    void nothingIsLeftBehindThoughSomebodyIsConnected() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        service.start();
        ProcessHandle postmaster = postmaster(service);
        assertThat(program(postmaster)).isPresent();

        try (Connection connection = connect(service)) {
            service.close();
            assertThat(connection.isValid(1)).isFalse();
        }

        assertThat(program(postmaster)).isEmpty();
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void itEndsAtOnceWhateverItsSessionsDo() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        service.start();
        try (Connection idle = connect(service); Connection busy = connect(service)) {
            CompletableFuture<Boolean> work = CompletableFuture.supplyAsync(() -> {
                try {
                    return busy.createStatement().execute("select count(*) from generate_series(1, 1000000000000)");
                } catch (SQLException ended) {
                    throw new IllegalStateException(ended);
                }
            });
            Thread.sleep(200);
            long start = System.nanoTime();

            service.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            assertThat(work).failsWithin(Duration.ofSeconds(5));
            assertThat(idle.isValid(1)).isFalse();
        }
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void aFrozenServerIsKilled() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        service.start();
        ProcessHandle postmaster = postmaster(service);
        new ProcessBuilder("kill", "-STOP", String.valueOf(postmaster.pid())).start().waitFor();

        service.close();

        await(() -> program(postmaster).isEmpty());
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void aServerThatHasCrashedIsToldOfWithTheEndOfItsLog() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        service.start();
        new ProcessBuilder("kill", "-KILL", String.valueOf(postmaster(service).pid())).start().waitFor();
        Thread.sleep(100);
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream console = System.out;
        Logger logger = Logger.getLogger("io.quarkiverse.isolatedschema");
        Handler handler = new StreamHandler(told, new SimpleFormatter());
        logger.addHandler(handler);
        // the one or the other, as it is after an application has stopped
        System.setOut(new PrintStream(told, true));
        long start = System.nanoTime();
        try {
            service.close();
        } finally {
            System.setOut(console);
            logger.removeHandler(handler);
            handler.flush();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(told.toString()).contains("Embedded Postgres had ended before it was stopped. Its log ends with:",
                "database system is ready to accept connections");
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void itMayBeStoppedTwiceAndWithoutHavingBeenStarted() {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        assertThatCode(service::close).doesNotThrowAnyException();

        service.start();
        service.close();
        assertThatCode(service::close).doesNotThrowAnyException();
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void itMayBeStartedAgain() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        service.start();
        service.close();
        service.start();
        try (Connection connection = connect(service)) {
            assertThat(connection.isValid(1)).isTrue();
        } finally {
            service.close();
        }
    }

    @Test
    void aFailedStartLeavesNothingBehind() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.withScripts(
                List.of(), List.of("no-such-script.sql"), place));

        assertThatThrownBy(service::start).hasMessageContaining("no-such-script.sql");

        assertThat(place).isEmptyDirectory();
        assertThat(service.dataDirectory()).isEmpty();
    }

    private static ProcessHandle postmaster(EmbeddedPostgresService service) throws Exception {
        Path pidFile = service.dataDirectory().orElseThrow().resolve("data/postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).trim())).orElseThrow();
    }

    /** Empty once the process has ended, even if nobody has reaped it, so that it still counts as alive. */
    private static Optional<String> program(ProcessHandle process) {
        return process.info().command();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 100 && !condition.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
