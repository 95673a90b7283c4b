package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;
import io.quarkiverse.isolatedschema.runtime.testing.StandbyServer;

/** Where nothing can be written, that is what users are told. */
@ExtendWith(PostgresServerExtension.class)
class ReadOnlyServerTest {

    private static final String REMEDY = ": it is a standby, or 'default_transaction_read_only' is on for the server, the"
            + " database or the role. Let 'quarkus.datasource.jdbc.url' name a server that takes them, or switch that setting"
            + " off.";

    private final PostgresServer server;

    ReadOnlyServerTest(PostgresServer server) {
        this.server = server;
    }

    @Test
    void aRoleThatOnlyReads() throws SQLException {
        Run application = Run.on(server);
        server.execute("postgres", "alter role " + application.role() + " set default_transaction_read_only = on");

        assertThatThrownBy(() -> RunDatabase.open(application.request())).isInstanceOf(IsolationException.class)
                .hasMessageStartingWith("No run database could be made")
                .hasMessageContaining("it takes no writes (ERROR: cannot execute CREATE DATABASE in a read-only transaction)")
                .hasMessageEndingWith(REMEDY);
        assertThatThrownBy(() -> GivenRun.open(application, Provisioning.AUTO)).isInstanceOf(IsolationException.class)
                .hasMessageStartingWith("No schema could be made")
                .hasMessageContaining("it takes no writes (ERROR: cannot execute CREATE SCHEMA in a read-only transaction)")
                .hasMessageEndingWith(REMEDY);
    }

    @Test
    void aDatabaseThatIsOnlyRead() throws SQLException {
        Run application = Run.on(server);
        server.execute("postgres", "alter database " + application.database() + " set default_transaction_read_only = on");

        assertThatThrownBy(() -> RunDatabase.open(application.request())).isInstanceOf(IsolationException.class)
                .hasMessageContaining("it takes no writes (ERROR: cannot execute CREATE SCHEMA").hasMessageEndingWith(REMEDY);
        assertThat(server.query("postgres", "select datname from pg_database where datname ~ '^test_' and datdba = ?::regrole",
                application.role())).isEmpty();
    }

    @Test
    void aStandby(@TempDir Path directory) throws Exception {
        try (StandbyServer standby = new StandbyServer(directory, "create role app login createdb",
                "create database shop owner app")) {
            ServerAccess access = standby.access("app", "shop");
            RunDatabaseRequest request = new RunDatabaseRequest(RunId.random(), standby.url("shop"), access, access,
                    Optional.empty(), false);

            assertThatThrownBy(() -> RunDatabase.open(request)).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("it takes no writes (ERROR: cannot execute CREATE DATABASE")
                    .hasMessageEndingWith(REMEDY);
            assertThatThrownBy(() -> GivenDatabase.open(new GivenDatabaseRequest(request, "\"$user\", public",
                    Provisioning.REPLAY, BootedApplication.UNKNOWN))).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("it takes no writes (ERROR: cannot execute CREATE SCHEMA")
                    .hasMessageEndingWith(REMEDY);
        }
    }
}
