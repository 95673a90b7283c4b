package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.insert;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObjectManager;

import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** What a session remembers does not pass from one method, or from one transaction of the application, to the next. */
@ExtendWith(PostgresServerExtension.class)
class RolledBackSessionTest {

    private final PostgresServer server;

    private RolledBackMethod method;

    private Connection connection;

    RolledBackSessionTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void begin() throws SQLException {
        method = new RolledBackMethod(server);
        insert(method.outside, "before");
        connection = method.begin();
    }

    @AfterEach
    void end() throws SQLException {
        method.close();
    }

    private void next() throws SQLException {
        method.undo();
        method.transaction.begin("OrderTest.next()");
    }

    @Test
    void locksAndSettingsEndWithTheMethod() throws SQLException {
        execute(connection, "select pg_advisory_lock(1); set work_mem = '7MB'; select set_config('app.user', 'me', false)");
        method.undo();

        assertThat(query(method.outside, "select pg_try_advisory_lock(1)::text")).containsExactly("true");
        method.transaction.begin("OrderTest.next()");
        assertThat(query(connection, "show work_mem")).doesNotContain("7MB");
        assertThat(query(connection, "select coalesce(current_setting('app.user', true), '')")).containsExactly("");
    }

    @Test
    void settingsMadeBeforeTheFirstMethodStay() throws SQLException {
        try (RolledBackMethod other = new RolledBackMethod(server)) {
            Connection pooled = other.connect();
            execute(pooled, "set work_mem = '7MB'");
            other.transaction.begin("OrderTest.first()");
            other.undo();
            other.transaction.begin("OrderTest.second()");
            assertThat(query(pooled, "show work_mem")).containsExactly("7MB");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "set local app.tenant = 'a'", "set local \"app.tenant\" to 'a'",
            "select set_config('app.tenant', 'a', true)", "SELECT set_config( 'app.tenant' , concat('a', ''), TRUE ) , 1" })
    void settingsOfATransactionEndWithIt(String sql) throws SQLException {
        execute(connection, "set app.tenant = 'outer'");
        try (Connection other = method.connectToTransaction()) {
            for (boolean commit : new boolean[] { true, false }) {
                execute(other, sql);
                insert(other, "tenant " + commit);
                assertThat(query(other, "show app.tenant")).containsExactly("a");
                if (commit) {
                    other.commit();
                } else {
                    other.rollback();
                }
                assertThat(query(other, "show app.tenant")).containsExactly("outer");
                other.commit();
            }
        }
        execute(connection, sql);
        assertThat(query(connection, "show app.tenant")).as("there is no transaction around it").containsExactly("outer");
    }

    @Test
    void settingsOfTheSessionOutliveATransaction() throws SQLException {
        try (Connection other = method.connectToTransaction()) {
            execute(other, "select set_config('app.tenant', 'a', false)");
            other.commit();
            assertThat(query(other, "show app.tenant")).containsExactly("a");
        }
    }

    @Test
    void rolesAndTimeZonesOfATransactionEndWithIt() throws SQLException {
        String zone = query(connection, "show timezone").get(0);
        method.runAsSuperuser(
                "create role reader_of_" + method.role + "; grant reader_of_" + method.role + " to " + method.role);
        try (Connection other = method.connectToTransaction()) {
            execute(other, "set local role reader_of_" + method.role + "; set local time zone 'Asia/Tokyo'");
            assertThat(query(other, "select current_user || ' ' || current_setting('timezone')"))
                    .containsExactly("reader_of_" + method.role + " Asia/Tokyo");
            other.commit();
        }
        assertThat(query(connection, "select current_user || ' ' || current_setting('timezone')"))
                .containsExactly(method.role + " " + zone);
    }

    @Test
    void transactionsThatOnlyReadDoNotWrite() throws SQLException {
        try (Connection other = method.connect()) {
            other.setReadOnly(true);
            other.setAutoCommit(false);
            assertThat(names(other)).containsExactly("before");
            assertThatThrownBy(() -> insert(other, "x")).hasMessageContaining("read-only transaction");
            other.rollback();
            other.setReadOnly(false);
            insert(other, "written");
            execute(other, "set transaction read only");
            assertThatThrownBy(() -> insert(other, "x")).hasMessageContaining("read-only transaction");
            other.rollback();
            insert(other, "after");
            other.commit();
        }
        assertThat(names(connection)).containsExactly("before", "after");
    }

    @Test
    void autoCommitModeIsThatOfTheDriver() {
        assertThatThrownBy(connection::commit).hasMessage("Cannot commit when autoCommit is enabled.");
        assertThatThrownBy(connection::rollback).hasMessage("Cannot rollback when autoCommit is enabled.");
        assertThatThrownBy(connection::setSavepoint).hasMessage("Cannot establish a savepoint in auto-commit mode.");
    }

    @Test
    void rowsThatChangeTheirShapeInOneMethodDoNotFailInTheNext() throws SQLException {
        try (RolledBackMethod other = new RolledBackMethod(server)) {
            Connection pooled = other.begin();
            execute(pooled, "alter table orders add column price int");
            readOften(pooled);
            other.undoAndEnd();
        }
        readOften(connection);
        next();
        try (Connection writing = method.connectToTransaction()) {
            insert(writing, "x");
            readOften(writing);
        }
    }

    private static void readOften(Connection connection) throws SQLException {
        for (int i = 0; i < 8; i++) {
            query(connection, "select * from orders");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "prepare q as select 1", "do $$ begin create table x (id int); end $$",
            "create temp table scratch (id int)", "select 1 as one into numbers",
            "create publication never_there" })
    void whatASessionRemembersBeyondARollbackEndsIt(String sql) throws SQLException {
        execute(connection, sql);
        method.undoAndEnd();
        assertThat(query(method.outside, "select pubname from pg_publication")).isEmpty();
    }

    @Test
    void rowsAreFetchedAtOnce() throws SQLException {
        execute(connection, "insert into orders (name) select 'n' || i from generate_series(1, 100) i");
        try (RolledBackMethod other = new RolledBackMethod(server)) {
            other.connect(Map.of("defaultRowFetchSize", "10"));
            Connection pooled = other.begin();
            fetchAcrossAnError(pooled, 0);
        }
        fetchAcrossAnError(connection, 10);
    }

    private static void fetchAcrossAnError(Connection pooled, int size) throws SQLException {
        try (Statement statement = pooled.createStatement()) {
            statement.setFetchSize(size);
            assertThat(statement.getFetchSize()).isEqualTo(size);
            assertThatThrownBy(() -> statement.executeQuery("select 1 / (50 - i) from generate_series(1, 100) i"))
                    .hasMessageContaining("division by zero");
            assertThatThrownBy(() -> statement.setFetchSize(-1)).isInstanceOf(SQLException.class);
        }
        assertThat(query(pooled, "select 'works'")).containsExactly("works");
    }

    @Test
    void copiesAndLargeObjectsThatFailUndoNoMoreThanThemselves() throws Exception {
        insert(connection, "stays");
        PGConnection driver = connection.unwrap(PGConnection.class);
        assertThatThrownBy(() -> driver.getCopyAPI().copyIn("copy orders (id) from stdin", new java.io.StringReader("x\n")))
                .hasMessageContaining("invalid input syntax");
        assertThatThrownBy(() -> driver.getCopyAPI().copyOut("copy (select 1 / 0) to stdout", new java.io.StringWriter()))
                .hasMessageContaining("division by zero");
        assertThatThrownBy(() -> driver.getLargeObjectAPI().createLO()).hasMessageContaining("auto-commit mode");
        assertThat(names(connection)).containsExactly("before", "stays");
        try (Connection other = method.connectToTransaction()) {
            LargeObjectManager objects = other.unwrap(PGConnection.class).getLargeObjectAPI();
            long kept = objects.createLO();
            other.commit();
            assertThatThrownBy(() -> objects.open(kept + 1)).hasMessageContaining("does not exist");
            other.rollback();
            objects.createLO();
            other.rollback();
            assertThat(query(other, "select oid::text from pg_largeobject_metadata")).containsExactly("" + kept);
        }
        next();
        assertThat(query(connection, "select oid::text from pg_largeobject_metadata")).isEmpty();
    }

    @Test
    void rowsAreChangedWhereTheyAreRead() throws SQLException {
        try (Connection other = method.connectToTransaction();
                PreparedStatement query = other.prepareStatement("select id, name from orders",
                        ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE);
                ResultSet rows = query.executeQuery()) {
            rows.next();
            rows.updateString("name", "changed");
            rows.updateRow();
            other.rollback();
        }
        assertThat(names(connection)).containsExactly("before");
    }

    @Test
    void savepointsOfTheDriverAreAsConfigured() throws SQLException {
        try (RolledBackMethod other = new RolledBackMethod(server)) {
            Connection pooled = other.connect(Map.of("autosave", "always"));
            other.begin();
            pooled.setAutoCommit(false);
            insert(pooled, "one");
            assertThatThrownBy(() -> insert(pooled, "one")).hasMessageContaining("duplicate key");
            insert(pooled, "two");
            pooled.commit();
            assertThatThrownBy(() -> execute(pooled, "select nothing")).hasMessageContaining("does not exist");
            assertThat(names(pooled)).containsExactly("one", "two");
        }
    }

    @Test
    void aMethodMayTakeLongerThanATransaction() throws Exception {
        try (RolledBackMethod other = new RolledBackMethod(server)) {
            other.runAsSuperuser("alter role " + other.role + " set idle_in_transaction_session_timeout = '50ms'");
            Connection pooled = other.begin();
            Thread.sleep(200);
            insert(pooled, "late");
        }
    }

    @Test
    void otherIsolationLevelsAreThoseOfTheMethod() throws SQLException {
        try (RolledBackMethod other = new RolledBackMethod(server)) {
            Connection pooled = other.connect();
            pooled.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            other.transaction.begin("OrderTest.strict()");
            assertThat(query(pooled, "show transaction_isolation")).containsExactly("serializable");
            pooled.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(pooled.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            insert(pooled, "x");
            other.undo();
            other.transaction.begin("OrderTest.strictToo()");
            assertThat(names(pooled)).isEmpty();
        }
    }
}
