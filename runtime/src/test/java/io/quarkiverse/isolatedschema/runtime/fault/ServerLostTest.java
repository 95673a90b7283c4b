package io.quarkiverse.isolatedschema.runtime.fault;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.orphan.OwnerLock;
import io.quarkiverse.isolatedschema.runtime.testing.Application;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.Network;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** The server crashes, stops or falls silent, or the network fails, while an application runs its test classes. */
@Timeout(120)
class ServerLostTest {

    private PostgresServer server;

    @BeforeEach
    void start() {
        server = PostgresServer.alone(Map.of("max_connections", "40"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Application cloning(int ahead) throws SQLException {
        Run application = Run.on(server);
        return Application.cloning(application, application.request(), ahead);
    }

    private static void awaitAhead(Application application, int databases) throws Exception {
        for (int i = 0; i < 300 && application.run().left().size() < databases; i++) {
            Thread.sleep(10);
        }
    }

    private void assertProvedAlive(Application application) throws SQLException {
        try (Connection asking = server.connect("postgres")) {
            assertThat(OwnerLock.living(asking)).contains(application.run().run());
        }
    }

    private void assertNothingLeft() throws SQLException {
        assertThat(server.ours()).isEmpty();
    }

    @ParameterizedTest(name = "{0} leases ahead")
    @ValueSource(ints = { 0, 1 })
    void aCrashDuringAClassFailsThatClassAndNoOther(int ahead) throws Exception {
        try (Application application = cloning(ahead)) {
            application.testClass("BeforeTest");
            assertThatThrownBy(() -> application.testClass("DuringTest", lease -> {
                server.crash();
                application.notes();
            })).isInstanceOf(SQLException.class).isNotInstanceOf(IsolationException.class);

            application.testClass("AfterTest");
            assertProvedAlive(application);
            application.testClass("LaterTest");
        }
        assertNothingLeft();
    }

    @Test
    void aCrashBetweenTwoClassesFailsNone() throws Exception {
        try (Application application = cloning(2)) {
            application.testClass("BeforeTest");
            awaitAhead(application, 4);
            server.crash();

            application.testClass("AfterTest");
            assertProvedAlive(application);
            application.testClass("LaterTest");
        }
        assertNothingLeft();
    }

    @Test
    void aCrashBetweenTwoClassesWithSchemasInAGivenDatabaseFailsNone() throws Exception {
        Run given = GivenRun.application(server);
        try (Application application = Application.replaying(given, 1)) {
            application.testClass("BeforeTest");
            server.crash();

            application.testClass("AfterTest");
            assertProvedAlive(application);
        }
        assertThat(server.query(given.database(), "select nspname from pg_namespace where nspname like 'test%'")).isEmpty();
    }

    @Test
    void aServerThatIsStoppedFailsEveryClassThatFollowsByItsReasonAndTheRunEnds() throws Exception {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            try (Application application = cloning(1)) {
                application.testClass("BeforeTest");
                assertThatThrownBy(() -> application.testClass("DuringTest", lease -> {
                    server.stop();
                    application.notes();
                })).isInstanceOf(SQLException.class);

                for (String name : new String[] { "AfterTest", "LaterTest" }) {
                    assertThatThrownBy(() -> application.testClass(name)).isInstanceOf(IsolationException.class)
                            .hasMessageContaining("Test class '" + name + "' gets no schema of its own, because the server"
                                    + " cannot be reached any more: Connection to localhost:" + server.port() + " refused.")
                            .hasMessageContaining("Classes that run when it is back get theirs.")
                            .hasCauseInstanceOf(SQLException.class);
                }
                application.close();
                assertThat(application.run().left()).isEmpty();
            }
        });
    }

    @Test
    void aBrokenNetworkFailsTheClassThatRunsAndNoOther() throws Exception {
        Run behind = Run.on(server);
        try (Network network = Network.to(server);
                Application application = Application.cloning(behind, behind.withUrl(network.url(behind.database())), 1)) {
            application.testClass("BeforeTest");
            assertThatThrownBy(() -> application.testClass("DuringTest", lease -> {
                try (Connection connection = application.leases().dataSource().getConnection()) {
                    network.cut();
                    query(connection, "select text from note");
                }
            })).isInstanceOf(SQLException.class).hasMessageContaining("I/O error");

            application.testClass("AfterTest");
            assertProvedAlive(application);
            network.cut();
            application.testClass("LaterTest");
        }
        assertNothingLeft();
    }

    @Test
    void whatANetworkThatStaysBrokenLeavesTheNextStartDrops() throws Exception {
        Run behind = Run.on(server);
        try (Network network = Network.to(server)) {
            Application application = Application.cloning(behind, behind.withUrl(network.url(behind.database())), 1);
            application.testClass("BeforeTest");
            network.close();

            assertThatThrownBy(() -> application.testClass("AfterTest")).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("because the server cannot be reached any more");
            assertTimeoutPreemptively(Duration.ofSeconds(20), application::close);
        }
        assertThat(server.ours()).isNotEmpty();

        Application.cloning(behind, behind.again(), 0).close();
        assertNothingLeft();
    }

    @Test
    void aSlowServerIsWaitedFor() throws Exception {
        Run behind = Run.on(server);
        try (Network network = Network.to(server);
                Application application = Application.cloning(behind, behind.withUrl(network.url(behind.database())), 1)) {
            network.slow(Duration.ofMillis(40));
            application.testClass("FirstTest");
            application.testClass("SecondTest");
            network.slow(Duration.ZERO);
        }
        assertNothingLeft();
    }

    /** With the time that the user allows for an answer; without, it is five minutes. */
    @Test
    void aServerThatFallsSilentFailsTheClassAndTheRunEnds() throws Exception {
        Run behind = Run.on(server);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            try (Network network = Network.to(server)) {
                Application application = Application.cloning(behind,
                        behind.withUrl(network.url(behind.database() + "?socketTimeout=1")), 0);
                application.testClass("BeforeTest");
                network.fallSilent();

                assertThatThrownBy(() -> application.testClass("AfterTest")).isInstanceOf(IsolationException.class)
                        .hasMessageContaining("because the server cannot be reached any more");
                application.close();
            }
        });
        Application.cloning(behind, behind.again(), 0).close();
        assertNothingLeft();
    }
}
