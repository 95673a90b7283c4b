package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class RunDatabaseRefusedTest {

    private static final String TEMPLATE = "'quarkus.isolated-schema.run-database.template'";

    private final PostgresServer server;

    RunDatabaseRefusedTest(PostgresServer server) {
        this.server = server;
    }

    @Test
    void theNamedDatabaseIsInUse() throws SQLException {
        Run application = Run.on(server);
        try (Connection tool = server.connect(application.database())) {
            refused(application.request())
                    .hasMessageContaining("database '" + application.database() + "', which it is copied from, is in use")
                    .hasMessageContaining(TEMPLATE).hasRootCauseInstanceOf(SQLException.class);
            assertThat(tool.isValid(1)).as("a session of somebody else").isTrue();
        }
        nothingIsLeftOf(application.role());
    }

    @Test
    void theNamedDatabaseIsTooBigToBeCopiedUnasked() throws SQLException {
        Run application = Run.on(server);
        server.execute(application.database(), "create unlogged table big (filler text);"
                + " alter table big alter filler set storage external;"
                + " insert into big select repeat('x', 1000000) from generate_series(1, 260)");

        refused(application.request())
                .hasMessageContaining("it would be a copy of database '" + application.database() + "'")
                .hasMessageContaining("more than 256 MB").hasMessageContaining(TEMPLATE)
                .hasMessageContaining("or to '" + application.database() + "' if the copy is what you want");
        nothingIsLeftOf(application.role());

        try (RunDatabase asked = RunDatabase.open(application.withTemplate(application.database()))) {
            assertThat(asked.left()).containsExactly(asked.name());
        }
        server.execute("postgres", "drop database " + application.database());
    }

    @Test
    void theRoleMayNotCreateDatabases() throws SQLException {
        String role = server.role("nocreatedb");
        Run application = Run.of(server, role, server.database(role));

        refused(application.request()).hasMessageContaining("role '" + role + "' may not do that")
                .hasMessageContaining("ALTER ROLE \"" + role + "\" CREATEDB")
                .hasMessageContaining("'quarkus.isolated-schema.admin.username'");
        nothingIsLeftOf(role);
    }

    @Test
    void theRoleMayNotCopyTheNamedDatabase() throws SQLException {
        Run application = Run.of(server, server.role(), server.database(PostgresServer.SUPERUSER));

        refused(application.request())
                .hasMessageContaining("role '" + application.role() + "' does not own database '" + application.database())
                .hasMessageContaining(TEMPLATE);
        nothingIsLeftOf(application.role());
    }

    @Test
    void theNamedDatabaseDoesNotExist() throws SQLException {
        Run application = Run.of(server, server.role(), "nowhere");

        refused(application.request()).hasMessageContaining("\"nowhere\" does not exist")
                .hasMessageContaining("'quarkus.datasource.jdbc.url'");
        refused(Run.on(server).withTemplate("nowhere")).hasMessageContaining("\"nowhere\" does not exist")
                .hasMessageContaining(TEMPLATE);
        nothingIsLeftOf(application.role());
    }

    @Test
    void nobodyListensThere() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        JdbcUrl url = JdbcUrl.parse("jdbc:postgresql://localhost:" + free + "/shop").orElseThrow();
        ServerAccess access = new ServerAccess(url, Properties::new);

        refused(new RunDatabaseRequest(RunId.random(), url, access, access, Optional.empty(), false))
                .hasMessageContaining("on the server of 'jdbc:postgresql://localhost:" + free + "/'")
                .hasMessageContaining("refused").hasMessageContaining("'quarkus.datasource.jdbc.url'");
    }

    @Test
    void thePasswordIsWrong() throws Exception {
        String role = server.roleWithPassword("right");
        JdbcUrl url = server.url(server.database(role));
        ServerAccess right = server.access(url, role, "right");
        ServerAccess wrong = server.access(url, role, "wrong");

        refused(new RunDatabaseRequest(RunId.random(), url, wrong, wrong, Optional.empty(), false))
                .hasMessageContaining("password authentication failed for user \"" + role + "\"")
                .hasMessageContaining("'quarkus.datasource.password'").hasMessageNotContaining("wrong");
        try (RunDatabase run = RunDatabase
                .open(new RunDatabaseRequest(RunId.random(), url, right, right, Optional.empty(), false))) {
            assertThat(run.left()).hasSize(1);
        }
    }

    @Test
    void theServerTakesNoMoreConnections() throws SQLException {
        String role = server.role("createdb connection limit 1");
        Run application = Run.of(server, role, server.database(role));

        refused(application.request()).hasMessageContaining("takes no more connections of role '" + role + "' (")
                .hasMessageContaining("too many connections for role \"" + role + "\"")
                .hasMessageContaining("'max_connections'").hasMessageContaining("ALTER ROLE … CONNECTION LIMIT");
        nothingIsLeftOf(role);
    }

    @Test
    void theServerTakesNoMoreConnectionsOnceTheDatabaseIsMade() throws SQLException {
        String role = server.role("createdb connection limit 2");
        Run application = Run.of(server, role, server.database(role));

        refused(application.request()).hasMessageContaining("takes no more connections");
        nothingIsLeftOf(role);
    }

    @Test
    void aStepAfterTheCopyFails() throws SQLException {
        Run application = Run.on(server);
        // The boot schema can't be made in a database that holds it already.
        String taken = "test_" + application.request().run() + application.request().run();
        server.execute(application.database(), "create schema " + taken);

        refused(application.request()).hasMessageContaining("\"" + taken + "\" already exists");
        nothingIsLeftOf(application.role());
        assertThat(server.ours()).noneMatch(name -> name.contains(application.request().run().toString()));
    }

    /** The user stands in the URL and nowhere else. */
    static RunDatabaseRequest withUserInUrl(PostgresServer server, Run application) {
        JdbcUrl url = JdbcUrl.parse(server.url(application.database()) + "?user=" + application.role()).orElseThrow();
        Properties another = new Properties();
        another.put("user", PostgresServer.SUPERUSER);
        ServerAccess access = new ServerAccess(url, () -> another);
        return new RunDatabaseRequest(RunId.random(), url, access, access, Optional.empty(), false);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(RunDatabaseRequest request) {
        return assertThatThrownBy(() -> RunDatabase.open(request)).isInstanceOf(IsolationException.class)
                .hasMessageMatching("(?s)No run database (was|could be) made for the default datasource.*")
                .as("the message of %s", request);
    }

    private void nothingIsLeftOf(String role) throws SQLException {
        List<String> databases = server.query("postgres", "select datname from pg_database where datname ~ '^test_'"
                + " and datdba = ?::regrole", role);
        assertThat(databases).isEmpty();
        try (Connection asking = server.connect("postgres")) {
            for (int i = 0; i < 100 && server.sessionsOf(role) > 0; i++) {
                Databases.execute(asking, "select pg_sleep(0.01)");
            }
        }
        assertThat(server.sessionsOf(role)).as("sessions left").isZero();
    }
}
