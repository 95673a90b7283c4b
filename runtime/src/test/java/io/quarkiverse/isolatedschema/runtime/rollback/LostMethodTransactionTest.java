package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.insert;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.rollback.RolledBack.Outcome;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** Where the connection of a method cannot undo its work, the lease is as it was all the same, or said not to be. */
@ExtendWith(PostgresServerExtension.class)
@Timeout(40)
class LostMethodTransactionTest {

    private final PostgresServer server;

    LostMethodTransactionTest(PostgresServer server) {
        this.server = server;
    }

    /** The lock shows that the server has rolled back, and the sequence that more was done. */
    private static void assertIsAsItWas(RolledBackMethod method) throws SQLException {
        execute(method.outside, "set lock_timeout = '1s'; do $$ begin lock table orders in access exclusive mode; end $$");
        assertThat(names(method.outside)).isEmpty();
        insert(method.outside, "first");
        assertThat(query(method.outside, "select id::text from orders")).containsExactly("1");
    }

    @Test
    void aStatementThatDoesNotEnd() throws Exception {
        try (RolledBackMethod method = new RolledBackMethod(server)) {
            Connection slow = method.begin();
            insert(slow, "x");
            CompletableFuture<Throwable> sleeping = new CompletableFuture<>();
            Thread thread = new Thread(() -> sleeping.complete(catchThrowable(() -> execute(slow, "select pg_sleep(60)"))),
                    "executor-thread-1");
            thread.start();
            Thread.sleep(100);

            assertThat(method.undoAndEnd().reason()).isEqualTo("Thread 'executor-thread-1' was still in the middle of a"
                    + " statement 300 ms after the end of the method");

            assertThat(sleeping.get(10, TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
            assertIsAsItWas(method);
            assertThatThrownBy(() -> names(slow)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void anInterruptedThreadUndoesAllTheSame() throws Exception {
        try (RolledBackMethod method = new RolledBackMethod(server)) {
            Connection slow = method.begin();
            insert(slow, "x");
            CompletableFuture<Throwable> sleeping = CompletableFuture
                    .supplyAsync(() -> catchThrowable(() -> execute(slow, "select pg_sleep(0.2)")));
            Thread.sleep(100);
            Thread.currentThread().interrupt();
            method.undo();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(sleeping.get(10, TimeUnit.SECONDS)).isNull();
            assertIsAsItWas(method);
        }
    }

    @Test
    void aSessionThatTheServerEnded() throws Exception {
        try (RolledBackMethod method = new RolledBackMethod(server)) {
            Connection pooled = method.begin();
            insert(pooled, "x");
            execute(method.outside,
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid"
                            + " <> pg_backend_pid()");

            RolledBack rolledBack = method.undoAndEnd();

            assertThat(rolledBack.reason()).isEqualTo("The connection of the method could not undo its work");
            assertThat(rolledBack.cause()).isPresent();
            assertIsAsItWas(method);
        }
    }

    @Test
    void aConnectionThatBrokeDuringTheMethod() throws Exception {
        try (RolledBackMethod method = new RolledBackMethod(server)) {
            Connection pooled = method.begin();
            insert(pooled, "x");
            execute(method.outside,
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid"
                            + " <> pg_backend_pid()");
            assertThat(catchThrowable(() -> insert(pooled, "y"))).isInstanceOf(SQLException.class);

            assertThat(method.undoAndEnd().reason()).isEqualTo("The connection to the server was lost");
            assertIsAsItWas(method);
        }
    }

    /** After a crash, such tables are empty. */
    @Test
    void aServerThatMayHaveCrashedWithUnloggedTables() throws Exception {
        try (RolledBackMethod method = new RolledBackMethod(server)) {
            execute(method.outside, "create unlogged table quick (id int)");
            method.begin();
            execute(method.outside,
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid"
                            + " <> pg_backend_pid()");

            RolledBack rolledBack = method.transaction.rollback();

            assertThat(rolledBack.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(rolledBack.outcome().atBaseline()).isFalse();
            assertThat((Throwable) rolledBack.cause().orElseThrow())
                    .hasMessage("There are unlogged tables, which a server that crashes empties");
        }
    }

    @Test
    void aServerThatIsGone() throws Exception {
        try (PostgresServer alone = PostgresServer.alone(Map.of())) {
            RolledBackMethod method = new RolledBackMethod(alone);
            insert(method.begin(), "x");
            alone.stop();
            assertThat(method.transaction.rollback().outcome()).isEqualTo(Outcome.UNKNOWN);
            method.close();
        }
    }

    @Test
    void aServerThatDoesNotAnswer() throws Exception {
        try (PostgresServer alone = PostgresServer.alone(Map.of()); RolledBackMethod method = new RolledBackMethod(alone)) {
            insert(method.begin(), "x");
            int process = Integer.parseInt(query(method.outside, "select pid::text from pg_stat_activity where usename ="
                    + " current_user and pid <> pg_backend_pid()").get(0));
            PostgresServer.signal("STOP", process);
            CompletableFuture<Void> goesOn = CompletableFuture.runAsync(() -> {
                try {
                    Thread.sleep(1_500);
                    PostgresServer.signal("CONT", process);
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            });
            assertThat(method.undoAndEnd().reason()).isEqualTo("The connection of the method could not undo its work");
            goesOn.get(1, TimeUnit.SECONDS);
            assertIsAsItWas(method);
        }
    }

    @Test
    void aMethodThatNeverBegan() throws Exception {
        try (RolledBackMethod method = new RolledBackMethod(server)) {
            method.undo();
            method.connect();
            method.undo();
        }
    }
}
