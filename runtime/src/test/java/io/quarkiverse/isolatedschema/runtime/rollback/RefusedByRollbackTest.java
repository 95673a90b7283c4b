package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.insert;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

@ExtendWith(PostgresServerExtension.class)
@Timeout(20)
class RefusedByRollbackTest {

    private static final String ALTERNATIVE = "Use Reset.WIPE or Reset.FRESH for this method or class.";

    private final PostgresServer server;

    private RolledBackMethod method;

    RefusedByRollbackTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void begin() throws SQLException {
        method = new RolledBackMethod(server);
        insert(method.outside, "before");
        method.begin();
    }

    @AfterEach
    void end() throws SQLException {
        method.close();
    }

    /** Runs in a thread of its own, as a REST call does. */
    private static Throwable elsewhere(Work work) throws Exception {
        return CompletableFuture.supplyAsync(() -> catchThrowable(work::run), task -> {
            Thread thread = new Thread(task, "executor-thread-1");
            thread.setDaemon(true);
            thread.start();
        }).get(10, TimeUnit.SECONDS);
    }

    private interface Work {
        void run() throws Exception;
    }

    @Test
    void aSecondTransactionOfAThreadWhoseFirstOneHasWritten() throws SQLException {
        try (Connection outer = method.connectToTransaction(); Connection inner = method.connectToTransaction()) {
            insert(outer, "outer");
            assertThatThrownBy(() -> names(inner)).isInstanceOf(SQLException.class)
                    .hasMessage("Thread '" + Thread.currentThread().getName() + "' asks for a second transaction while its"
                            + " first one has written and is still open (such as by REQUIRES_NEW, or by a migration). With"
                            + " Reset.ROLLBACK all of 'OrderTest.takes()' runs in one transaction of the server, which cannot keep the two apart. "
                            + ALTERNATIVE);
            outer.commit();
            assertThat(names(inner)).containsExactly("before", "outer");
        }
    }

    @Test
    void aSecondTransactionMayWriteWhileTheFirstOneOnlyReads() throws SQLException {
        try (Connection outer = method.connectToTransaction(); Connection inner = method.connectToTransaction()) {
            assertThat(names(outer)).containsExactly("before");
            insert(inner, "inner");
            inner.commit();
            assertThat(names(outer)).containsExactly("before", "inner");
            insert(outer, "outer");
            outer.rollback();
            assertThat(names(inner)).containsExactly("before", "inner");
        }
    }

    @Test
    void twoThreadsAtOnce() throws Exception {
        try (Connection open = method.connectToTransaction(); Connection other = method.connect()) {
            insert(open, "open");
            assertThat(elsewhere(() -> names(other))).isInstanceOf(SQLException.class)
                    .hasMessage("Two transactions at once: that of thread '" + Thread.currentThread().getName()
                            + "' has written and was still open after 300 ms, when thread 'executor-thread-1' asked for"
                            + " another. With Reset.ROLLBACK all of 'OrderTest.takes()' runs in one transaction of the server,"
                            + " which cannot keep the two apart. Let the first one end before, or use Reset.WIPE or Reset.FRESH"
                            + " for this method or class.");
        }
    }

    @Test
    void threadsWaitForEachOther() throws Exception {
        try (Connection open = method.connectToTransaction(); Connection other = method.connect()) {
            insert(open, "open");
            CompletableFuture<Throwable> waiting = CompletableFuture
                    .supplyAsync(() -> catchThrowable(() -> insert(other, "other")));
            Thread.sleep(100);
            assertThat(waiting).isNotDone();
            open.commit();
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isNull();
            assertThat(names(other)).containsExactly("before", "open", "other");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "commit", "begin", "rollback", "abort", "end", "start transaction",
            "prepare transaction 'x'", "insert into orders (name) values ('x'); commit" })
    void transactionsByItsOwnSql(String sql) throws SQLException {
        try (Connection connection = method.connect()) {
            String refused = sql.substring(sql.lastIndexOf(';') + 1).strip();
            assertThatThrownBy(() -> execute(connection, sql)).isInstanceOf(SQLException.class).hasMessage("'" + refused
                    + "' begins or ends a transaction by SQL. With Reset.ROLLBACK a test method runs in one transaction, which"
                    + " that would end or leave. Begin and end transactions by JDBC or JTA, or use Reset.WIPE or Reset.FRESH"
                    + " for this method or class.");
            assertThat(names(connection)).containsExactly("before");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "vacuum", "create index concurrently on orders (name)", "create database never",
            "reindex table concurrently orders", "call commits()",
            "set transaction isolation level serializable" })
    void whatTheServerRefusesInATransaction(String sql) throws SQLException {
        execute(method.outside, "create procedure commits() language plpgsql as 'begin commit; end'");
        try (Connection connection = method.connect()) {
            assertThatThrownBy(() -> execute(connection, sql)).isInstanceOf(SQLException.class)
                    .hasMessageEndingWith(". With Reset.ROLLBACK a test method runs in one transaction. " + ALTERNATIVE)
                    .hasCauseInstanceOf(SQLException.class);
            assertThat(names(connection)).containsExactly("before");
        }
    }

    @Test
    void anotherIsolationLevel() throws SQLException {
        try (Connection connection = method.connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
                    .isInstanceOf(SQLException.class).hasMessage("The isolation level cannot change: with Reset.ROLLBACK a test"
                            + " method runs in one transaction, which has begun. " + ALTERNATIVE);
        }
    }

    @Test
    void workThatOutlivesItsMethod() throws SQLException {
        try (Connection late = method.connectToTransaction(); Connection idle = method.connect()) {
            insert(late, "late");
            method.transaction.rollback();
            String over = "The work of test method 'OrderTest.takes()' was rolled back, because the method is over, but somebody"
                    + " still works for it. Let it end with the method.";
            assertThatThrownBy(() -> insert(late, "later")).hasMessage(over);
            assertThatThrownBy(() -> insert(idle, "later")).hasMessage(over);

            method.transaction.begin("OrderTest.next()");
            assertThatThrownBy(() -> insert(late, "later")).isInstanceOf(SQLException.class);
            assertThatThrownBy(late::commit).isInstanceOf(SQLException.class);
            insert(late, "in a new transaction");
            late.commit();
            insert(idle, "too");
            assertThat(names(idle)).containsExactly("before", "in a new transaction", "too");
        }
    }

    @Test
    void aStatementThatDoesNotEndKeepsNobody() throws Exception {
        try (Connection slow = method.connect(); Connection other = method.connect()) {
            CompletableFuture<Throwable> sleeping = CompletableFuture
                    .supplyAsync(() -> catchThrowable(() -> execute(slow, "select pg_sleep(3)")));
            Thread.sleep(100);
            assertThatThrownBy(() -> names(other)).isInstanceOf(SQLException.class).hasMessage("The one connection that"
                    + " 'OrderTest.takes()' has with Reset.ROLLBACK was busy for 300 ms with a statement of another thread;"
                    + " a statement has to wait for it. " + ALTERNATIVE);
            assertThat(sleeping.get(10, TimeUnit.SECONDS)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "commit", "rollback", "insert into orders (name) values ('x'); commit" })
    void transactionsByItsOwnSqlInOneThatHasWritten(String sql) throws SQLException {
        try (Connection connection = method.connectToTransaction()) {
            insert(connection, "written");
            assertThatThrownBy(() -> execute(connection, sql)).isInstanceOf(SQLException.class)
                    .hasMessageContaining("' begins or ends a transaction by SQL. With Reset.ROLLBACK");
            connection.commit();
            insert(connection, "failing");
            assertThatThrownBy(() -> insert(connection, "before")).hasMessageContaining("duplicate key");
            assertThatThrownBy(() -> execute(connection, sql)).isInstanceOf(SQLException.class)
                    .hasMessageContaining("' begins or ends a transaction by SQL. With Reset.ROLLBACK");
            connection.rollback();
        }
        method.undo();
        assertThat(names(method.outside)).containsExactly("before");
    }

    @Test
    void aColumnThatIsCalledPreparedIsNoTransaction() throws SQLException {
        try (Connection connection = method.connect()) {
            execute(connection, "select prepared from (values (1)) as v (prepared)");
        }
    }

    @Test
    void listening() throws SQLException {
        try (Connection connection = method.connect()) {
            assertThatThrownBy(() -> execute(connection, "listen news")).isInstanceOf(SQLException.class)
                    .hasMessage("'listen news' begins to listen when its transaction commits. With Reset.ROLLBACK nothing"
                            + " commits, and no notification would come. " + ALTERNATIVE);
        }
    }

    @Test
    void aSettingForATransactionWhoseNameIsAParameter() throws SQLException {
        try (Connection connection = method.connectToTransaction();
                PreparedStatement setting = connection.prepareStatement("select set_config(?, 'x', true)")) {
            setting.setString(1, "app.tenant");
            assertThatThrownBy(setting::execute).isInstanceOf(SQLException.class)
                    .hasMessage(
                            "'select set_config(?, 'x', true)' changes a setting for one transaction, and its name is not in"
                                    + " it. With Reset.ROLLBACK a test method runs in one transaction, so that it could not be changed"
                                    + " back at the end of the application's. Write the name as a literal, or use Reset.WIPE or"
                                    + " Reset.FRESH for this method or class.");
        }
    }

    @Test
    void anEnumValueThatIsUsedInTheMethodThatAddsIt() throws SQLException {
        execute(method.outside, "create type state as enum ('new')");
        try (Connection connection = method.connect()) {
            execute(connection, "alter type state add value 'done'");
            assertThatThrownBy(() -> execute(connection, "select 'done'::state")).isInstanceOf(SQLException.class)
                    .hasMessageContaining("unsafe use of new value").hasMessageEndingWith(ALTERNATIVE);
        }
    }

    @Test
    void sequencesThatCannotBeSetBack() throws SQLException {
        try (RolledBackMethod other = new RolledBackMethod(server)) {
            other.runAsSuperuser("create sequence numbers; grant usage on sequence numbers to " + other.role
                    + "; create sequence nobodys");
            assertThatThrownBy(other::begin).isInstanceOf(SQLException.class)
                    .hasMessage("The role of the datasource may take values of public.numbers, but not read and set them. With"
                            + " Reset.ROLLBACK they are set back after each test method, since a rollback does not. Grant it"
                            + " SELECT and UPDATE on them, or use Reset.WIPE or Reset.FRESH for this method or class.");
        }
    }
}
