package io.quarkiverse.isolatedschema.runtime.recording;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.driver.InterceptingDriver;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** What was committed is replayed, in the order of commits, and nothing else. */
@ExtendWith(PostgresServerExtension.class)
class RecordedTransactionsTest {

    private final PostgresServer server;

    private RecordedBoot boot;

    private Connection connection;

    RecordedTransactionsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        boot = new RecordedBoot(server, server.role());
        connection = boot.connect();
        execute(connection, "create table t (a int)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        boot.close();
    }

    /** The rows of the replay, which must be those of the boot schema, too. */
    private List<String> replayed() throws SQLException {
        assertThat(boot.differencesAfter(boot.finish())).isEmpty();
        return query(boot.maintenance, "select a::text from " + boot.lease + ".t order by a");
    }

    @Test
    void committedByTheDriver() throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "insert into t values (1)");
        connection.commit();
        execute(connection, "insert into t values (2)");
        connection.rollback();
        execute(connection, "insert into t values (3)");
        connection.setAutoCommit(true);
        assertThat(replayed()).containsExactly("1", "3");
    }

    @Test
    void sequencesStandWhereRolledBackTransactionsLeftThem() throws SQLException {
        execute(connection, "create table u (id serial, a int)");
        connection.setAutoCommit(false);
        execute(connection, "insert into u (a) values (1), (2)");
        connection.rollback();
        assertThat(replayed()).isEmpty();
        assertThat(query(boot.maintenance, "select nextval('" + boot.lease + ".u_id_seq')::text")).containsExactly("3");
    }

    @Test
    void whatIsOpenWhenTheConnectionClosesIsGone() throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "insert into t values (1)");
        connection.close();
        assertThat(replayed()).isEmpty();
    }

    @Test
    void committedInSql() throws SQLException {
        execute(connection, "begin");
        execute(connection, "insert into t values (1)");
        execute(connection, "commit");
        execute(connection, "start transaction; insert into t values (2); end");
        execute(connection, "begin; insert into t values (3); abort; insert into t values (4)");
        execute(connection, "begin");
        execute(connection, "/* x */ insert into t values (5)");
        execute(connection, "rollback work");
        assertThat(replayed()).containsExactly("1", "2", "4");
    }

    @Test
    void whatIsNotCommittedWhenTheRecordingEndsIsNotReplayed() throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "insert into t values (1)");
        Script script = boot.finish();
        connection.commit();
        assertThat(boot.differencesAfter(script)).containsExactly("rows \"t\" differs: expected '1 rows', but was '0 rows'");
    }

    @Test
    void rolledBackToSavepoints() throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "insert into t values (1)");
        Savepoint unnamed = connection.setSavepoint();
        execute(connection, "insert into t values (2)");
        Savepoint named = connection.setSavepoint("Named");
        execute(connection, "insert into t values (3)");
        connection.rollback(named);
        execute(connection, "insert into t values (4)");
        connection.rollback(unnamed);
        execute(connection, "insert into t values (5); savepoint mark; insert into t values (6)");
        execute(connection, "rollback to savepoint MARK");
        execute(connection, "savepoint \"Mark one\"");
        execute(connection,
                "insert into t values (7); release \"Mark one\"; rollback transaction to mark; insert into t values (8)");
        connection.releaseSavepoint(connection.setSavepoint());
        connection.commit();
        assertThat(replayed()).containsExactly("1", "5", "8");
    }

    @Test
    void aSavepointOfTheSameNameHidesTheEarlierUntilItIsReleased() throws SQLException {
        execute(connection, "begin; savepoint s; insert into t values (1); savepoint s; insert into t values (2)");
        execute(connection,
                "rollback to s; release s; insert into t values (3); rollback to s; insert into t values (4); commit");
        assertThat(replayed()).containsExactly("4");
    }

    @Test
    void whatFailsIsNotReplayed() throws SQLException {
        assertThatThrownBy(() -> execute(connection, "insert into t values (1); insert into t values ('x')"))
                .isInstanceOf(SQLException.class);
        connection.setAutoCommit(false);
        execute(connection, "insert into t values (2)");
        Savepoint savepoint = connection.setSavepoint();
        assertThatThrownBy(() -> execute(connection, "insert into nowhere values (3)")).isInstanceOf(SQLException.class);
        connection.rollback(savepoint);
        execute(connection, "insert into t values (4)");
        connection.commit();
        execute(connection, "insert into t values (5)");
        assertThatThrownBy(() -> execute(connection, "insert into nowhere values (6)")).isInstanceOf(SQLException.class);
        execute(connection, "commit");
        connection.setAutoCommit(true);
        assertThat(replayed()).containsExactly("2", "4");
    }

    @Test
    void aCommitThatFailsCommitsNothing() throws SQLException {
        execute(connection, "create table u (a int unique deferrable initially deferred)");
        connection.setAutoCommit(false);
        execute(connection, "insert into t values (1); insert into u values (1), (1)");
        assertThatThrownBy(() -> connection.commit()).hasMessageContaining("duplicate key");
        execute(connection, "insert into t values (2)");
        connection.commit();
        assertThat(replayed()).containsExactly("2");
    }

    @Test
    void aCommitInSqlThatFailsCommitsNothing() throws SQLException {
        execute(connection, "create table u (a int unique deferrable initially deferred)");
        execute(connection, "begin; insert into t values (1); insert into u values (1), (1)");
        assertThatThrownBy(() -> execute(connection, "commit")).hasMessageContaining("duplicate key");
        execute(connection, "insert into t values (2)");
        assertThat(replayed()).containsExactly("2");
    }

    @Test
    void tablesMayChangeAfterRowsWithDeferredConstraints() throws SQLException {
        execute(connection,
                "create table u (a int primary key); create table v (b int references u deferrable initially deferred)");
        connection.setAutoCommit(false);
        execute(connection, "insert into v values (1); insert into u values (1)");
        connection.commit();
        execute(connection, "alter table v add c int");
        connection.commit();
        execute(connection, "insert into v values (2); insert into u values (2)");
        connection.commit();
        assertThat(replayed()).isEmpty();
        assertThat(query(boot.maintenance, "select b::text from " + boot.lease + ".v")).containsExactly("1", "2");
    }

    @Test
    void byCommitsAndNotByStatements() throws SQLException {
        execute(connection, "create table last (a int); insert into last values (0)");
        try (Connection other = boot.connect()) {
            connection.setAutoCommit(false);
            execute(connection, "insert into t values (1)");
            execute(other, "create table u as select count(*) as seen from t");
            execute(other, "update last set a = 1");
            execute(connection, "update last set a = 2");
            connection.commit();
        }
        assertThat(replayed()).containsExactly("1");
        assertThat(query(boot.maintenance, "select seen::text from " + boot.lease + ".u")).containsExactly("0");
        assertThat(query(boot.maintenance, "select a::text from " + boot.lease + ".last")).containsExactly("2");
    }

    @Test
    void batches() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("insert into t values (1)");
            statement.clearBatch();
            statement.addBatch("insert into t values (2)");
            statement.addBatch("insert into t values (3)");
            statement.addBatch("insert into t values (4)");
            statement.executeBatch();
            statement.executeBatch();
        }
        assertThat(replayed()).containsExactly("2", "3", "4");
    }

    @Test
    void aConnectionOfNoRecordingIsThatOfTheDriver() throws SQLException {
        try (Connection plain = boot.connect("unknown")) {
            assertThat(plain).isInstanceOf(org.postgresql.jdbc.PgConnection.class);
            execute(plain, "insert into t values (1)");
        }
        assertThat(boot.differencesAfter(boot.finish()))
                .containsExactly("rows \"t\" differs: expected '1 rows', but was '0 rows'");
        assertThat(new InterceptingDriver().connect("jdbc:other:x", new java.util.Properties())).isNull();
    }

    @Test
    void theConnectionIsWhatItWas() throws SQLException {
        assertThat(connection.unwrap(org.postgresql.PGConnection.class)).isSameAs(connection);
        assertThat(connection.isWrapperFor(org.postgresql.jdbc.PgConnection.class)).isTrue();
        assertThat(connection.unwrap(org.postgresql.jdbc.PgConnection.class)).isNotSameAs(connection);
        assertThat(connection).isEqualTo(connection).isNotEqualTo(boot.maintenance).hasSameHashCodeAs(connection);
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(statement.unwrap(Statement.class)).isSameAs(statement);
            assertThat(statement.isWrapperFor(org.postgresql.PGStatement.class)).isTrue();
            assertThatThrownBy(() -> statement.execute("oops")).isInstanceOf(org.postgresql.util.PSQLException.class);
        }
    }
}
