package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.insert;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;

import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

@ExtendWith(PostgresServerExtension.class)
class MethodTransactionTest {

    private final PostgresServer server;

    private RolledBackMethod method;

    private Connection connection;

    MethodTransactionTest(PostgresServer server) {
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
    void allIsUndoneWhoeverDidIt() throws SQLException {
        insert(connection, "by itself");
        try (Connection other = method.connectToTransaction()) {
            insert(other, "committed");
            other.commit();
        }
        assertThat(names(connection)).containsExactly("before", "by itself", "committed");

        method.undo();

        assertThat(names(method.outside)).containsExactly("before");
    }

    @Test
    void definitionsAreUndoneAndTheirSessionEnds() throws SQLException {
        execute(connection, "create table invoices (id int); alter table orders add column price int");

        assertThat(method.undoAndEnd().reason()).isEqualTo("The method defined something that its session would remember");

        assertThat(query(method.outside, "select to_regclass('invoices')::text from orders")).containsExactly((String) null);
    }

    @Test
    void sequencesAreWhereTheyWere() throws SQLException {
        insert(connection, "x");
        execute(connection, "select setval('orders_id_seq', 900)");

        method.undo();

        insert(method.outside, "next");
        assertThat(query(method.outside, "select id::text from orders where name = 'next'")).containsExactly("2");
    }

    @Test
    void theNextMethodBeginsWithTheSameState() throws SQLException {
        for (int i = 0; i < 3; i++) {
            insert(connection, "again");
            assertThat(query(connection, "select id::text from orders where name = 'again'")).containsExactly("2");
            method.undo();
            method.transaction.begin("OrderTest.again()");
        }
    }

    @Test
    void whatTheApplicationRollsBackIsUndoneAlone() throws SQLException {
        insert(connection, "stays");
        try (Connection other = method.connectToTransaction()) {
            insert(other, "committed");
            other.commit();
            insert(other, "rolled back");
            assertThat(names(other)).contains("rolled back");
            other.rollback();
            assertThat(names(other)).containsExactly("before", "stays", "committed");
        }
        assertThat(names(connection)).containsExactly("before", "stays", "committed");
    }

    @Test
    void aConnectionThatIsClosedInATransactionIsRolledBack() throws SQLException {
        try (Connection other = method.connectToTransaction()) {
            insert(other, "forgotten");
        }
        assertThat(names(connection)).containsExactly("before");
    }

    @Test
    void anErrorUndoesNoMoreThanItsStatement() throws SQLException {
        insert(connection, "stays");
        assertThatThrownBy(() -> insert(connection, "before")).hasMessageContaining("duplicate key");
        assertThatThrownBy(() -> execute(connection, "select nothing")).hasMessageContaining("does not exist");
        assertThat(names(connection)).containsExactly("before", "stays");
    }

    @Test
    void anErrorAbortsItsTransaction() throws SQLException {
        insert(connection, "stays");
        try (Connection other = method.connectToTransaction()) {
            insert(other, "lost");
            assertThatThrownBy(() -> insert(other, "before")).hasMessageContaining("duplicate key");
            assertThatThrownBy(() -> names(other)).isInstanceOf(SQLException.class).hasMessageContaining("aborted");
            assertThatThrownBy(other::commit).isInstanceOf(SQLException.class)
                    .hasMessage(
                            "The transaction cannot be committed and was rolled back, because a statement in it had failed");
            assertThat(names(other)).containsExactly("before", "stays");
        }
    }

    @Test
    void anErrorAbortsATransactionThatOnlyReads() throws SQLException {
        try (Connection other = method.connectToTransaction()) {
            assertThatThrownBy(() -> execute(other, "select nothing")).hasMessageContaining("does not exist");
            assertThatThrownBy(() -> names(other)).isInstanceOf(SQLException.class)
                    .hasMessage("The current transaction is aborted, because a statement failed before:"
                            + " ERROR: column \"nothing\" does not exist\n  Position: 8. Roll it back.");
            other.rollback();
            assertThat(names(other)).containsExactly("before");
        }
    }

    @Test
    void savepointsOfTheApplicationWork() throws SQLException {
        try (Connection other = method.connectToTransaction()) {
            insert(other, "one");
            Savepoint savepoint = other.setSavepoint();
            insert(other, "two");
            assertThatThrownBy(() -> insert(other, "before")).hasMessageContaining("duplicate key");
            other.rollback(savepoint);
            insert(other, "three");
            other.releaseSavepoint(other.setSavepoint("named"));
            other.commit();
        }
        assertThat(names(connection)).containsExactly("before", "one", "three");
    }

    @Test
    void turningAutoCommitOnCommits() throws SQLException {
        try (Connection other = method.connectToTransaction()) {
            insert(other, "one");
            other.setAutoCommit(true);
            assertThat(other.getAutoCommit()).isTrue();
        }
        assertThat(names(connection)).containsExactly("before", "one");
    }

    @Test
    void batchesKeysAndCopiesWork() throws Exception {
        try (PreparedStatement insert = connection.prepareStatement("insert into orders (name) values (?)",
                Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, "keyed");
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getInt("id")).isEqualTo(2);
            }
            for (String name : new String[] { "a", "b" }) {
                insert.setString(1, name);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(2);
        }
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("insert into orders (name) values ('c')");
            statement.executeBatch();
        }
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy orders (name) from stdin", new StringReader("d\n"));
        assertThat(names(connection)).containsExactly("before", "keyed", "a", "b", "c", "d");

        method.undo();
        assertThat(names(method.outside)).containsExactly("before");
    }

    @Test
    void aConnectionIsWhatTheDriverGives() throws SQLException {
        assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
        assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
        assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
        assertThat(connection.createStatement().getConnection()).isSameAs(connection);
        assertThat(connection.isValid(1)).isTrue();
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(() -> connection.createStatement()).hasMessage("This connection has been closed.");
    }
}
