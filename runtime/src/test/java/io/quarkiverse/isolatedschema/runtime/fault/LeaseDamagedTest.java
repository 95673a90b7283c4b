package io.quarkiverse.isolatedschema.runtime.fault;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.orphan.OrphanSweeper;
import io.quarkiverse.isolatedschema.runtime.testing.Application;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** Somebody drops, locks or occupies a lease or the template while an application runs its test classes. */
@ExtendWith(PostgresServerExtension.class)
@Timeout(60)
class LeaseDamagedTest {

    private final PostgresServer server;

    private Run role;

    LeaseDamagedTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void role() throws SQLException {
        role = Run.on(server);
    }

    private Application cloning() throws SQLException {
        return Application.cloning(role, role.request(), 1);
    }

    private void assertNothingLeft(Application application) {
        assertThat(application.run().left()).isEmpty();
    }

    @Test
    void aLeaseThatIsDroppedUnderItsTestFailsThatTestAndNoOtherClass() throws Exception {
        Application application = cloning();
        try (application) {
            assertThatThrownBy(() -> application.testClass("DuringTest", lease -> {
                server.execute("postgres", "drop database " + lease.database() + " with (force)");
                application.notes();
            })).isInstanceOf(SQLException.class).hasMessageContaining("terminating connection");

            application.testClass("AfterTest");
        }
        assertNothingLeft(application);
    }

    @Test
    void aTemplateThatIsDroppedFailsEveryClassThatFollowsByItsNameAndTheRunEnds() throws Exception {
        Application application = Application.cloning(role, role.request(), 0);
        try (application) {
            application.testClass("BeforeTest");
            String template = template(application);
            server.execute("postgres", "drop database " + template);

            for (String name : new String[] { "AfterTest", "LaterTest" }) {
                assertThatThrownBy(() -> application.testClass(name)).isInstanceOf(IsolationException.class)
                        .hasMessageContaining("Test class '" + name + "' gets no schema of its own, because the server refused"
                                + " to make one: ERROR: template database \"" + template + "\" does not exist");
            }
        }
        assertNothingLeft(application);
    }

    /** With the time that the user allows for a lock; without, it is half a minute. */
    @Test
    void aTemplateThatIsLockedFailsTheClassThatWaitsForItAndNoOther() throws Exception {
        server.execute("postgres", "alter role " + role.role() + " set lock_timeout = '1s'");
        Application application = Application.cloning(role, role.request(), 0);
        try (application; Connection locking = server.connect("postgres")) {
            execute(locking, "begin; alter database " + template(application) + " rename to " + server.unused("renamed"));
            assertThatThrownBy(() -> application.testClass("DuringTest")).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("canceling statement due to lock timeout");
            execute(locking, "rollback");

            application.testClass("AfterTest");
        }
        assertNothingLeft(application);
    }

    private static String template(Application application) {
        return application.run().left().stream().filter(name -> name.startsWith("test_tpl_")).findFirst().orElseThrow();
    }

    @Test
    void aLockThatATestLeavesInItsLeaseIsNoConcernOfTheNextClass() throws Exception {
        Application application = cloning();
        Connection[] left = new Connection[1];
        try (application) {
            application.testClass("LockingTest", lease -> {
                left[0] = Run.connect(lease);
                execute(left[0], "begin; lock table note in access exclusive mode");
            });
            application.testClass("AfterTest");
        }
        assertNothingLeft(application);
        assertThat(left[0].isValid(1)).isFalse();
    }

    /** A schema does not go by force, since its database has other sessions than the test's. */
    @Test
    void aLockThatATestLeavesInItsSchemaKeepsNothingWaitingForLong() throws Exception {
        Run given = GivenRun.application(server);
        Application application = Application.replaying(given, 0);
        Connection[] left = new Connection[1];
        long start;
        try (application) {
            application.testClass("IdleInTransactionTest", lease -> {
                left[0] = Run.connect(lease);
                execute(left[0], "begin; insert into note values ('idle')");
            });
            application.testClass("AfterTest");
            start = System.nanoTime();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(application.run().left()).as("told after the run").hasSize(1);

        left[0].close();
        try (Connection sweeping = server.access(given.role()).connect(given.database())) {
            assertThat(OrphanSweeper.ofSchemas(sweeping).sweep()).hasSize(1);
        }
    }
}
