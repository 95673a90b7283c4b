package io.quarkiverse.isolatedschema.deployment.devservices;

import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresFixture.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerStopTest {

    @TempDir
    Path place;

    @Test
    void nothingIsLeftBehindThoughSomebodyIsConnected() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        service.start();
        ProcessHandle postmaster = postmaster(service);
        assertThat(postmaster.isAlive()).isTrue();

        try (Connection connection = connect(service, "quarkus", "quarkus")) {
            service.close();
            assertThat(connection.isValid(1)).isFalse();
        }

        assertThat(postmaster.isAlive()).isFalse();
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void aFrozenServerIsKilled() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        service.start();
        ProcessHandle postmaster = postmaster(service);
        new ProcessBuilder("kill", "-STOP", String.valueOf(postmaster.pid())).start().waitFor();

        service.close();

        assertThat(postmaster.onExit()).succeedsWithin(java.time.Duration.ofSeconds(5));
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
        try (Connection connection = connect(service, "quarkus", "quarkus")) {
            assertThat(connection.isValid(1)).isTrue();
        } finally {
            service.close();
        }
    }

    @Test
    void aFailedStartLeavesNothingBehind() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.withScripts(
                java.util.List.of(), java.util.List.of("no-such-script.sql"), place));

        assertThatThrownBy(service::start).hasMessageContaining("no-such-script.sql");

        assertThat(place).isEmptyDirectory();
        assertThat(service.dataDirectory()).isEmpty();
    }

    private static ProcessHandle postmaster(EmbeddedPostgresService service) throws Exception {
        Path pidFile = service.dataDirectory().orElseThrow().resolve("data/postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).trim())).orElseThrow();
    }
}
