package io.quarkiverse.isolatedschema.runtime.catalog;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** What was added, changed and removed between two schemas, and what is not counted. */
@ExtendWith(PostgresServerExtension.class)
class RowChangesTest {

    private static final RowChanges.Bounds BOUNDS = new RowChanges.Bounds(1_000, Duration.ofSeconds(20));

    private final String before = LeaseName.lease(RunId.random());

    private final String after = LeaseName.lease(RunId.random());

    private final PostgresServer server;

    private String database;

    private Connection connection;

    RowChangesTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        database = server.database(PostgresServer.SUPERUSER);
        connection = server.connect(database);
        execute(connection, "create schema " + before + "; create schema " + after);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void both(String sql) throws SQLException {
        in(before, sql);
        in(after, sql);
    }

    private void in(String schema, String sql) throws SQLException {
        execute(connection, "set search_path = " + schema + ";" + sql + "; set search_path = public");
    }

    private List<TableChange> changes(boolean exact, RowChanges.Bounds bounds) throws SQLException {
        try (Connection expected = server.connect(database); Connection actual = server.connect(database)) {
            return new RowChanges(expected, actual, exact, bounds).between(before, after);
        }
    }

    private static TableChange counted(String table, long added, long changed, long removed) {
        return new TableChange(table, added, changed, removed, Optional.empty());
    }

    @Test
    void rowsAreToldApartByTheirPrimaryKey() throws SQLException {
        both("create table t (a int, b int, c text, primary key (b, a));"
                + " insert into t select n, 1, 'same' from generate_series(1, 10) n");
        in(after, "delete from t where a = 1; update t set c = 'other' where a in (2, 3, 4);"
                + " insert into t select n, 2, null from generate_series(1, 5) n");

        assertThat(changes(true, BOUNDS)).containsExactly(counted("t", 5, 3, 1));
    }

    @Test
    void withoutAPrimaryKeyAChangeIsAnAdditionAndARemoval() throws SQLException {
        both("create table t (a text); insert into t values ('x'), ('x'), (null)");
        in(after, "insert into t values ('x'); update t set a = 'y' where a is null");

        assertThat(changes(true, BOUNDS)).containsExactly(counted("t", 2, 0, 1));
    }

    @Test
    void whatIsTheSameIsNotToldOf() throws SQLException {
        both("create table t (a int primary key, b text); insert into t values (1, 'x'), (2, 'y')");
        in(after, "update t set b = 'z'; update t set b = 'x' where a = 1; update t set b = 'y' where a = 2");

        assertThat(changes(true, BOUNDS)).isEmpty();
    }

    @Test
    void whatIsFilledAnewAtEveryBootCountsOnlyInExactCopies() throws SQLException {
        both("create table t (a int primary key, b timestamptz default now())");
        in(before, "insert into t values (1)");
        in(after, "insert into t values (1); update t set b = '2000-01-01'");

        assertThat(changes(false, BOUNDS)).isEmpty();
        assertThat(changes(true, BOUNDS)).containsExactly(counted("t", 0, 1, 0));
    }

    @Test
    void theNameOfTheSchemaDoesNotCount() throws SQLException {
        both("create table t (a regclass)");
        in(before, "insert into t values ('t'::regclass)");
        in(after, "insert into t values ('t'::regclass)");

        assertThat(changes(true, BOUNDS)).isEmpty();
    }

    @Test
    void tablesOfOneSideAreLeftToTheCatalogAndChangedColumnsAreNotCompared() throws SQLException {
        both("create table t (a int primary key, b int); insert into t values (1, 1), (2, 2)");
        in(after, "create table extra (a int); insert into extra values (1); alter table t add c int default 7;"
                + " alter table t drop b; insert into t values (3)");

        assertThat(changes(true, BOUNDS)).containsExactly(counted("t", 1, 0, 0));
    }

    @Test
    void namesOfAnyKindAreQuoted() throws SQLException {
        both("create table \"O'Brien \"\" Ä\" (\"select\" int primary key, \"a b\" text)");
        in(after, "insert into \"O'Brien \"\" Ä\" values (1, 'x')");

        assertThat(changes(true, BOUNDS)).containsExactly(counted("O'Brien \" Ä", 1, 0, 0));
    }

    @Test
    void ofABigTableOnlyTheNumberOfRowsIsTold() throws SQLException {
        both("create table big (a int primary key); create table small (a int primary key)");
        in(after, "insert into big select generate_series(1, 1001); insert into small values (1)");

        assertThat(changes(true, BOUNDS)).containsExactly(
                new TableChange("big", 0, 0, 0, Optional.of("1001 rows, before 0")), counted("small", 1, 0, 0));
    }

    @Test
    void aTableThatIsLockedCostsNoMoreThanTheTime() throws SQLException {
        both("create table locked (a int); create table open (a int)");
        in(after, "insert into open values (1)");
        connection.setAutoCommit(false);
        execute(connection, "lock table " + after + ".locked");

        long start = System.nanoTime();
        List<TableChange> changes = changes(true, new RowChanges.Bounds(1_000, Duration.ofMillis(300)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(changes).hasSize(2);
        assertThat(changes.get(0).notCounted().orElseThrow()).isIn("somebody has locked it",
                "more than could be read in 300 ms");
        assertThat(changes.get(1).notCounted()).as("the time is up").contains("more than could be read in 300 ms");
        connection.rollback();
    }
}
