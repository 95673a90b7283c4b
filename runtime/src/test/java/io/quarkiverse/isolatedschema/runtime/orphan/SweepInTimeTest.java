package io.quarkiverse.isolatedschema.runtime.orphan;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.exists;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** A sweep ends, whatever the orphans are like and whoever else sweeps. */
@ExtendWith(PostgresServerExtension.class)
@Timeout(60)
class SweepInTimeTest {

    private final PostgresServer server;

    private final RunId dead = RunId.random();

    private Connection connection;

    SweepInTimeTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = server.connect("postgres");
        sweep(connection);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private List<String> sweep(Connection sweeping) throws SQLException {
        return OrphanSweeper.ofDatabases(sweeping, server.access(PostgresServer.SUPERUSER)).sweep();
    }

    private String orphan() throws SQLException {
        String name = LeaseName.lease(dead);
        new DatabaseCopies(true).copy(connection, name, "template0", PostgresServer.SUPERUSER);
        return name;
    }

    /** Keeps a lock on it that every drop waits for. */
    private Connection locking(String database) throws SQLException {
        Connection locking = server.connect("postgres");
        execute(locking, "begin; alter database " + database + " rename to " + server.unused("renamed"));
        return locking;
    }

    @Test
    void oneThatIsLockedIsLeftAndKeepsNoOtherFromBeingDropped() throws SQLException {
        String locked = orphan();
        String other = orphan();
        execute(connection, "set lock_timeout = '7min'");
        try (Connection locking = locking(locked)) {
            long start = System.nanoTime();
            assertThat(sweep(connection)).containsExactly(other);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TimeLimit.LOCK, TimeLimit.DROP);
            execute(locking, "rollback");
        }
        assertThat(query(connection, "show lock_timeout")).as("what it was").containsExactly("7min");
        assertThat(query(connection, "show statement_timeout")).containsExactly("0");
        assertThat(sweep(connection)).containsExactly(locked);
    }

    @Test
    void anApplicationStartsThoughAnOrphanIsLocked() throws SQLException {
        String locked = orphan();
        RunDatabase run;
        try (Connection locking = locking(locked)) {
            run = RunDatabase.open(Run.of(server, PostgresServer.SUPERUSER, "template1").request());
            assertThat(exists(connection, run.name())).isTrue();
            execute(locking, "rollback");
        }
        run.close();
        assertThat(exists(connection, locked)).as("the end of a run sweeps, too").isFalse();
    }

    /** Since Postgres 15 a drop waits until every session of the server has let go of the database's files. */
    @Test
    void aDropThatHangsIsCutOffAndRepeatedByTheNextSweep() throws Exception {
        String orphan = orphan();
        try (Connection frozen = server.connect("postgres")) {
            int process = Integer.parseInt(query(frozen, "select pg_backend_pid()::text").get(0));
            PostgresServer.signal("STOP", process);
            try {
                long start = System.nanoTime();
                assertThat(sweep(connection)).isEmpty();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TimeLimit.DROP.plusSeconds(2));
            } finally {
                PostgresServer.signal("CONT", process);
            }
        }
        assertThat(query(connection, "select datconnlimit::text from pg_database where datname = ?", orphan))
                .as("our mark is gone").containsExactly("-2");
        assertThat(sweep(connection)).containsExactly(orphan);
    }

    @Test
    void allTogetherAreBounded() throws Exception {
        try (TimeLimit limit = new TimeLimit(connection, Duration.ofMillis(300))) {
            limit.applyToNext();
            assertThat(Integer.parseInt(query(connection, "select setting from pg_settings where name = 'statement_timeout'")
                    .get(0))).isBetween(1, 300);
            Thread.sleep(300);
            assertThatThrownBy(limit::applyToNext).isInstanceOf(SQLException.class).hasMessageContaining("No time is left");
        }
        assertThat(query(connection, "show statement_timeout")).containsExactly("0");
    }

    @Test
    void sweepersDoNotDisturbEachOther() throws Exception {
        List<String> orphans = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            orphans.add(orphan());
        }
        ExecutorService sweepers = Executors.newFixedThreadPool(3);
        CyclicBarrier together = new CyclicBarrier(3);
        Callable<List<String>> sweeper = () -> {
            try (Connection own = server.connect("postgres")) {
                together.await();
                return sweep(own);
            }
        };
        List<String> dropped = new ArrayList<>();
        for (Future<List<String>> swept : sweepers.invokeAll(List.of(sweeper, sweeper, sweeper))) {
            dropped.addAll(swept.get());
        }
        sweepers.shutdown();

        assertThat(dropped).containsAll(orphans);
        assertThat(OrphanSweeper.ofDatabases(connection).leftOf(dead)).isEmpty();
    }

    @Test
    void neitherProcessIdsNorClocksProveAnything() throws SQLException {
        String orphan = orphan();
        execute(connection,
                "comment on database %s is 'quarkus-isolated-schema: OrderTest, since 2999-01-01T00:00:00Z, process %d on %s'"
                        .formatted(orphan, ProcessHandle.current().pid(), "localhost"));
        RunId living = RunId.random();
        String inUse = LeaseName.lease(living);
        new DatabaseCopies(true).copy(connection, inUse, "template0", PostgresServer.SUPERUSER);
        execute(connection, "comment on database " + inUse
                + " is 'quarkus-isolated-schema: OrderTest, since 1970-01-01T00:00:00Z, process 999999999 on localhost'");
        try (OwnerLock lock = OwnerLock.take(server.connect("postgres"), living)) {
            assertThat(sweep(connection)).containsExactly(orphan);
        }
        Databases.drop(connection, inUse);
    }
}
