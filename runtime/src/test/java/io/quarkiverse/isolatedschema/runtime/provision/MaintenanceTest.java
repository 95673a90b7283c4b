package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** The connections by which databases and schemas are made and dropped wait for nothing forever, and outlive a session. */
@ExtendWith(PostgresServerExtension.class)
class MaintenanceTest {

    private final PostgresServer server;

    MaintenanceTest(PostgresServer server) {
        this.server = server;
    }

    @Test
    void locksAndAnswersAreNotWaitedForForever() throws SQLException {
        ServerAccess access = server.access(server.role());
        try (Maintenance maintenance = Maintenance.of(access, "template1", "postgres");
                Connection more = maintenance.connect();
                Connection last = maintenance.connectForTheEnd()) {
            for (Connection connection : new Connection[] { maintenance.connection(), maintenance.dropping(), more, last }) {
                assertThat(query(connection, "show lock_timeout")).containsExactly("30s");
            }
            assertThat(maintenance.connection().getNetworkTimeout()).isEqualTo(300_000);
            assertThat(last.getNetworkTimeout()).as("a run ends soon").isEqualTo(30_000);
        }
    }

    @Test
    void whatTheUserHasSetIsKept() throws SQLException {
        String role = server.role();
        server.execute("postgres", "alter role " + role + " set lock_timeout = '7s'");
        ServerAccess access = server.access(server.url("postgres?socketTimeout=77"), role, "any");
        try (Maintenance maintenance = Maintenance.of(access, "template1", "postgres")) {
            assertThat(query(maintenance.connection(), "show lock_timeout")).containsExactly("7s");
            assertThat(maintenance.connection().getNetworkTimeout()).isEqualTo(77_000);
        }
    }

    @Test
    void aSessionThatHasEndedIsReplaced() throws SQLException {
        try (Maintenance maintenance = Maintenance.of(server.access(server.role()), "template1", "postgres")) {
            for (Connection before : new Connection[] { maintenance.connection(), maintenance.dropping() }) {
                server.execute("postgres",
                        "select pg_terminate_backend(" + query(before, "select pg_backend_pid()::text").get(0) + ")");
            }
            execute(maintenance.connection(), "select 1");
            execute(maintenance.dropping(), "select 1");
        }
    }
}
