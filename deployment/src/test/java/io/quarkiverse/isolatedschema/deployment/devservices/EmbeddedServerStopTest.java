package io.quarkiverse.isolatedschema.deployment.devservices;

import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresFixture.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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
