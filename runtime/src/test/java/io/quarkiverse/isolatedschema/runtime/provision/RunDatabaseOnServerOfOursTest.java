package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.orphan.OrphanSweeper;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class RunDatabaseOnServerOfOursTest {

    private static final int STARTS = 6;

    private final PostgresServer server;

    private final Run application;

    RunDatabaseOnServerOfOursTest(PostgresServer server) throws SQLException {
        this.server = server;
        this.application = Run.on(server);
    }

    @Test
    void itComesFromABaseCopyThatNobodyCanConnectTo() throws SQLException {
        List<String> before = bases();
        server.execute(application.database(), "create extension hstore; create table public.prepared (id int)");
        server.execute("postgres", "alter database " + application.database() + " set statement_timeout = 4711");
        try (RunDatabase run = RunDatabase.open(application.withServerOfOurs())) {
            assertThat(server.query(run.name(), "select relname from pg_class where relname = 'prepared'")).hasSize(1);
            assertThat(server.query(run.name(), "show statement_timeout")).containsExactly("4711ms");
        }
        List<String> made = bases();
        made.removeAll(before);
        assertThat(made).hasSize(1);
        assertThat(server.query("postgres", "select datallowconn::text from pg_database where datname = ?", made.get(0)))
                .containsExactly("false");
    }

    @Test
    void laterStartsDoNotMindWhoIsConnected() throws SQLException {
        RunDatabase.open(application.withServerOfOurs()).close();
        try (Connection devUi = server.connect(application.database());
                RunDatabase run = RunDatabase.open(application.withServerOfOurs())) {
            assertThat(devUi.isValid(1)).isTrue();
            assertThat(run.left()).hasSize(1);
        }
    }

    @Test
    void whatARunLeavesToTheServerIsSweptSilentlyShouldTheServerStay() throws SQLException {
        RunDatabase left = RunDatabase.open(application.withServerOfOurs());
        left.abandon();
        assertThat(server.ours()).contains(left.name());

        try (LogRecords log = new LogRecords(OrphanSweeper.class);
                RunDatabase next = RunDatabase.open(application.withServerOfOurs())) {
            assertThat(server.ours()).contains(next.name()).doesNotContain(left.name());
            assertThat(log.at(Level.INFO)).isEmpty();
        }
    }

    @Test
    void aBaseCopyThatWasNotFinishedIsSwept() throws SQLException {
        String half = LeaseName.unfinishedBaseCopy("1", RunId.random());
        try (Connection connection = server.connect("postgres")) {
            new DatabaseCopies(true).copy(connection, half, "template0", application.role());
            assertThat(bases()).contains(half);
        }
        try (RunDatabase next = RunDatabase.open(application.withServerOfOurs())) {
            assertThat(bases()).as("the finished ones").isNotEmpty().doesNotContain(half);
        }
    }

    @Test
    void severalStartsAtOnceMakeOneBaseCopy() throws Exception {
        List<String> before = bases();
        ExecutorService forks = Executors.newFixedThreadPool(STARTS);
        List<Future<RunDatabase>> starts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            starts.add(forks.submit(() -> RunDatabase.open(application.withServerOfOurs())));
        }
        List<String> names = new ArrayList<>();
        for (Future<RunDatabase> start : starts) {
            try (RunDatabase run = start.get(60, TimeUnit.SECONDS)) {
                names.add(run.name());
            }
        }
        forks.shutdown();

        assertThat(names).hasSize(STARTS).doesNotHaveDuplicates();
        List<String> made = bases();
        made.removeAll(before);
        assertThat(made).hasSize(1);
    }

    @Test
    void theDatabasesNameMayBeAsLongAsPostgresTakes() throws SQLException {
        String name = server.unused("a_database_whose_name_is_as_long_as_an_identifier_may_be_");
        server.execute("postgres", "create database " + name + " owner " + application.role());
        Run application = Run.of(server, this.application.role(), name);
        for (int i = 0; i < 2; i++) {
            try (RunDatabase run = RunDatabase.open(application.withServerOfOurs())) {
                assertThat(run.left()).hasSize(1);
            }
        }
    }

    @Test
    void aDatabaseMadeAnewUnderTheSameNameHasABaseCopyOfItsOwn() throws SQLException {
        RunDatabase.open(application.withServerOfOurs()).close();
        server.execute("postgres", "drop database " + application.database());
        server.execute("postgres", "create database " + application.database() + " owner " + application.role());
        server.execute(application.database(), "create table public.second_time (id int)");
        try (RunDatabase run = RunDatabase.open(application.withServerOfOurs())) {
            assertThat(server.query(run.name(), "select relname from pg_class where relname = 'second_time'")).hasSize(1);
        }
    }

    private List<String> bases() throws SQLException {
        return new ArrayList<>(server.query("postgres", "select datname from pg_database where datname ~ '^isolated_'"));
    }
}
