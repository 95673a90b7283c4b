package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.insert;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyManager;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.largeobject.LargeObjectManager;

import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** What the driver offers beyond statements goes through the one transaction, too, or is refused. */
@ExtendWith(PostgresServerExtension.class)
@Timeout(20)
class RolledBackDriverTest {

    private static final String ALTERNATIVE = "Use Reset.WIPE or Reset.FRESH for this method or class.";

    private final PostgresServer server;

    private RolledBackMethod method;

    private Connection connection;

    RolledBackDriverTest(PostgresServer server) {
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

    @Test
    void theDriversOwnConnectionAndStatements() throws SQLException {
        try (Connection connection = method.connect(); Statement statement = connection.createStatement()) {
            for (Wrapper wrapper : new Wrapper[] { connection, statement }) {
                assertThat(wrapper.isWrapperFor(PgConnection.class)).isFalse();
                assertThatThrownBy(() -> wrapper.unwrap(PgConnection.class)).isInstanceOf(SQLException.class)
                        .hasMessage("There is no 'org.postgresql.jdbc.PgConnection' to unwrap: with Reset.ROLLBACK all"
                                + " connections share one of the driver, whose transaction it could end. Unwrap"
                                + " 'org.postgresql.PGConnection', or use Reset.WIPE or Reset.FRESH for this method or class.");
            }
            assertThat(connection.unwrap(PGConnection.class)).isSameAs(connection);
            assertThat(statement.unwrap(PGStatement.class)).isSameAs(statement);
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
        }
    }

    @Test
    void aCopyInSteps() throws SQLException {
        try (Connection connection = method.connect()) {
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            assertThatThrownBy(() -> copies.copyIn("copy orders from stdin")).isInstanceOf(SQLException.class)
                    .hasMessage("'copy orders from stdin' would be copied in several steps, which keeps the connection busy in"
                            + " between. With Reset.ROLLBACK all of a test method shares one connection. Copy in one call, such"
                            + " as CopyManager.copyIn(sql, reader), or use Reset.WIPE or Reset.FRESH for this method or class.");
        }
    }

    @Test
    void aStatementInTheMiddleOfACopy() throws SQLException {
        try (Connection connection = method.connect(); Connection other = method.connect()) {
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            Reader asking = new Reader() {
                @Override
                public int read(char[] into, int at, int length) throws IOException {
                    try {
                        names(other);
                        return -1;
                    } catch (SQLException refused) {
                        throw new IOException(refused);
                    }
                }

                @Override
                public void close() {
                    // Holds nothing.
                }
            };
            assertThatThrownBy(() -> copies.copyIn("copy orders (name) from stdin", asking))
                    .hasStackTraceContaining(
                            "A statement is run in the middle of a COPY of the same thread. With Reset.ROLLBACK"
                                    + " all of 'OrderTest.takes()' shares one connection, which is busy with the COPY. "
                                    + ALTERNATIVE);
            assertThat(names(other)).containsExactly("before");
        }
    }

    @Test
    void autoCommitModeIsThatOfTheDriver() {
        assertThatThrownBy(connection::commit).hasMessage("Cannot commit when autoCommit is enabled.");
        assertThatThrownBy(connection::rollback).hasMessage("Cannot rollback when autoCommit is enabled.");
        assertThatThrownBy(connection::setSavepoint).hasMessage("Cannot establish a savepoint in auto-commit mode.");
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

    @Test
    void copiesAndLargeObjectsThatFailUndoNoMoreThanThemselves() throws Exception {
        insert(connection, "stays");
        PGConnection driver = connection.unwrap(PGConnection.class);
        assertThatThrownBy(() -> driver.getCopyAPI().copyIn("copy orders (id) from stdin", new StringReader("x\n")))
                .hasMessageContaining("invalid input syntax");
        assertThatThrownBy(() -> driver.getCopyAPI().copyOut("copy (select 1 / 0) to stdout", new StringWriter()))
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
        method.undo();
        method.transaction.begin("OrderTest.next()");
        assertThat(query(connection, "select oid::text from pg_largeobject_metadata")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "release never_set", "rollback to savepoint never_set", "savepoint s; select nothing",
            "set session characteristics as transaction isolation level never" })
    void savepointsBySqlThatFailUndoNoMoreThanThemselves(String sql) throws SQLException {
        insert(connection, "stays");
        assertThatThrownBy(() -> execute(connection, sql)).isInstanceOf(SQLException.class);
        execute(connection, "savepoint s");
        assertThat(names(connection)).containsExactly("before", "stays");
        try (Connection other = method.connectToTransaction()) {
            insert(other, "one");
            execute(other, "savepoint s");
            insert(other, "two");
            execute(other, "rollback to savepoint s; release s");
            other.commit();
        }
        assertThat(names(connection)).containsExactly("before", "stays", "one");
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
}
