package io.quarkiverse.isolatedschema.runtime.recording;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

import io.quarkiverse.isolatedschema.runtime.testing.KitchenSink;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServers;

/** What cannot be replayed is named with its reason, and what needs no replay is passed over. */
@ExtendWith(PostgresServerExtension.class)
class UnreplayableStatementsTest {

    private static final String IN_TRANSACTION = "it cannot run inside a transaction";

    private final PostgresServer server;

    private RecordedBoot boot;

    private Connection connection;

    UnreplayableStatementsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        connect(server);
    }

    private void connect(PostgresServer chosen) throws SQLException {
        boot = new RecordedBoot(chosen, PostgresServer.SUPERUSER);
        connection = boot.connect();
        execute(connection, "create table t (a int)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        boot.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "create index concurrently i on t (a) | it cannot run inside a transaction",
            "CREATE /* now */ UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a) | it cannot run inside a transaction",
            "vacuum t | it cannot run inside a transaction",
            "reindex table concurrently t | it cannot run inside a transaction",
            "reindex schema public | it cannot run inside a transaction",
            "cluster | it cannot run inside a transaction",
            "create database unreplayable1 | it cannot run inside a transaction",
            "alter system set work_mem = '5MB' | it cannot run inside a transaction",
            "create subscription s connection '' publication p with (connect = false, slot_name = none) | it cannot run inside a transaction",
            "drop schema if exists elsewhere | it reaches beyond its schema",
            "drop owned by kitchen_reader | it reaches beyond its schema",
            "select lo_create(0) | large objects belong to the database, not to a schema",
            "prepare p as insert into t values (1) | statements prepared by SQL belong to one session" })
    void areNamed(String sql, String reason) throws SQLException {
        KitchenSink.outside(server, boot.maintenance.getCatalog());
        execute(connection, sql);
        Script script = boot.finish();

        String beginning = sql.length() > 80 ? sql.substring(0, 80) + "…" : sql;
        assertThat(script.unreplayable()).contains("'" + beginning + "' cannot be replayed: " + reason);
        assertThatThrownBy(() -> script.replay(boot.maintenance, boot.lease)).isInstanceOf(IllegalStateException.class)
                .hasMessage(script.unreplayable().get());
    }

    @Test
    void theFirstOneIsNamed() throws SQLException {
        execute(connection, "vacuum t");
        execute(connection, "create index concurrently i on t (a)");
        assertThat(boot.finish().unreplayable()).contains("'vacuum t' cannot be replayed: " + IN_TRANSACTION);
    }

    @Test
    void preparedTransactions() throws SQLException {
        execute(connection, "begin; insert into t values (1)");
        execute(connection, "prepare transaction 'x'");
        execute(connection, "commit prepared 'x'");
        assertThat(boot.finish().unreplayable())
                .contains("'prepare transaction 'x'' cannot be replayed: a prepared transaction is not bound to one session");
    }

    @Test
    void thoseRolledBackDoNotCount() throws SQLException {
        execute(connection, "begin; prepare p as insert into t values (1); rollback");
        assertThat(boot.finish().unreplayable()).isEmpty();
    }

    @Test
    void largeObjectsByTheDriver() throws SQLException {
        connection.setAutoCommit(false);
        connection.unwrap(PGConnection.class).getLargeObjectAPI().createLO();
        connection.commit();
        assertThat(boot.finish().unreplayable()).hasValueSatisfying(reason -> assertThat(reason).contains("large objects"));
    }

    @Test
    void batchesThatFailedInPart() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("insert into t values (1)");
            statement.addBatch("insert into t values ('x')");
            assertThatThrownBy(statement::executeBatch).isInstanceOf(SQLException.class);
        }
        assertThat(boot.finish().unreplayable())
                .hasValueSatisfying(reason -> assertThat(reason).contains("may have been committed"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "create extension if not exists citext schema public", "create role unreplayable_role",
            "alter role kitchen_reader set work_mem = '5MB'", "select pg_advisory_lock(1)", "begin; lock table t; commit",
            "listen x", "notify x",
            "select count(*) from t", "with x as (select 1) select * from x", "values (1)", "table t",
            "explain insert into t values (1)",
            "show all", "declare c cursor with hold for select 1", "create publication p for all tables", "checkpoint",
            "select set_config('application_name', 'x', false)", "set statement_timeout = 0", "select 1 for update" })
    void arePassedOver(String sql) throws SQLException {
        KitchenSink.outside(server, boot.maintenance.getCatalog());
        try {
            execute(connection, sql);
            assertThat(boot.finish().size()).isEqualTo(1);
        } finally {
            server.execute("postgres", "drop role if exists unreplayable_role");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "select add()", "select \"Add it\"()",
            "with x as (insert into t values (1) returning a) select * from x",
            "select 1 as a into u", "select x.a from (select add() as a) x", "explain analyze insert into t values (1)",
            "call add_too()",
            "do 'begin insert into t values (1); end'", "create table u as select 1 as a", "update t set a = 1 returning a" })
    void areReplayed(String sql) throws SQLException {
        execute(connection, "create function add() returns int language sql as 'insert into t values (1) returning a';"
                + " create function \"Add it\"() returns int language sql as 'insert into t values (1) returning a';"
                + " create procedure add_too() language sql as 'insert into t values (1)'; insert into t values (0)");
        execute(connection, sql);
        Script script = boot.finish();

        assertThat(script.size()).isEqualTo(6);
        assertThat(boot.differencesAfter(script)).isEmpty();
    }

    @Test
    void whatFailsOnReplayIsNamed() throws SQLException {
        execute(connection, "create table if not exists public.once (a int)");
        execute(connection, "alter table public.once add b int");
        execute(connection, "insert into t values (1)");
        Script script = boot.finish();

        assertThatThrownBy(() -> boot.differencesAfter(script)).isInstanceOf(SQLException.class)
                .hasMessageContaining(
                        "Replaying 'alter table public.once add b int' failed: ERROR: column \"b\" of relation \"once\"")
                .extracting(failed -> ((SQLException) failed).getSQLState()).isEqualTo("42701");
    }

    @Test
    void whatChangesOtherSchemasIsNamedAndUndone() throws SQLException {
        execute(connection, "create table if not exists public.shared (a int)");
        execute(connection, "insert into public.shared values (1)");
        Script script = boot.finish();

        assertThatThrownBy(() -> boot.differencesAfter(script)).isInstanceOf(SQLException.class).hasMessage(
                "What was recorded changes 'public.shared' outside of its own schema, which all leases of this database share");
    }

    @Test
    void aValueAddedToAnEnumAndUsedFailsBefore17(PostgresServers servers) throws SQLException {
        close();
        connect(servers.of(14));
        execute(connection, "create type status as enum ('open')");
        execute(connection, "alter type status add value 'paid'");
        execute(connection, "create table u (a status default 'paid')");
        Script script = boot.finish();

        assertThatThrownBy(() -> boot.differencesAfter(script))
                .hasMessageContaining("Replaying 'create table u (a status default 'paid')'")
                .hasMessageContaining("unsafe use of new value");
    }

    @Test
    void autoCommitModeIsRefused() {
        Script script = boot.recording.finish(boot.schema);
        assertThatThrownBy(() -> script.replay(boot.maintenance, boot.lease)).isInstanceOf(IllegalStateException.class)
                .hasMessage("A script is replayed in one transaction, not in auto-commit mode");
    }
}
