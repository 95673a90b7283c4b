package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** What the server puts off until a commit is done when the application commits, although nothing does. */
@ExtendWith(PostgresServerExtension.class)
class RolledBackCommitsTest {

    private final PostgresServer server;

    private RolledBackMethod method;

    private Connection connection;

    private Connection transaction;

    RolledBackCommitsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void begin() throws SQLException {
        method = new RolledBackMethod(server);
        execute(method.outside, "create table lines (order_id int constraint lines_order references orders deferrable initially"
                + " deferred, place int constraint \"Odd, Name\" unique deferrable initially immediate)");
    }

    /** What was put off is known from the first method on. */
    private void start() throws SQLException {
        connection = method.begin();
        transaction = method.connectToTransaction();
    }

    @AfterEach
    void end() throws SQLException {
        method.close();
    }

    private java.util.List<String> lines() throws SQLException {
        return query(connection, "select order_id::text from lines order by 1");
    }

    @Test
    void constraintsAreCheckedAtTheCommit() throws SQLException {
        start();
        execute(transaction, "insert into lines values (1)");
        insert(transaction, "the order, later");
        transaction.commit();
        execute(transaction, "insert into lines values (99)");
        assertThatThrownBy(transaction::commit).isInstanceOf(SQLException.class)
                .hasMessageContaining("violates foreign key constraint");
        assertThat(lines()).containsExactly("1");
        execute(transaction, "insert into lines values (2)");
        insert(transaction, "still deferred");
        transaction.commit();
        assertThat(lines()).containsExactly("1", "2");
    }

    @Test
    void constraintsAreCheckedAfterEachStatementThatCommitsByItself() throws SQLException {
        start();
        assertThatThrownBy(() -> execute(connection, "insert into lines values (99)"))
                .hasMessageContaining("violates foreign key constraint");
        assertThat(lines()).isEmpty();
    }

    @Test
    void whatATransactionPutsOffIsPutOffForItAlone() throws SQLException {
        start();
        insert(connection, "x");
        execute(transaction, "set constraints all deferred; insert into lines values (1, 1), (1, 1);"
                + " update lines set place = 2 where ctid = '(0,1)'");
        transaction.commit();
        assertThatThrownBy(() -> execute(transaction, "insert into lines values (1, 1)"))
                .as("immediate again").hasMessageContaining("Odd, Name");
        transaction.rollback();
        assertThat(lines()).containsExactly("1", "1");
    }

    @Test
    void nothingIsPendingAfterACommit() throws SQLException {
        start();
        insert(connection, "x");
        execute(connection, "insert into lines values (1)");
        execute(connection, "truncate lines");
        assertThat(lines()).isEmpty();
    }

    @Test
    void triggersRunAtTheCommit() throws SQLException {
        execute(method.outside, "create table audit (what text);"
                + " create function note() returns trigger language plpgsql as $$ begin"
                + "   if new.name = 'refused' then raise exception 'not this one'; end if;"
                + "   insert into audit select string_agg(name, ',' order by name) from orders; return null; end $$;"
                + " create constraint trigger audit after insert on orders deferrable initially deferred for each row"
                + " execute function note()");
        start();
        insert(transaction, "a");
        insert(transaction, "b");
        assertThat(query(transaction, "select what from audit")).isEmpty();
        transaction.commit();
        assertThat(query(connection, "select what from audit")).containsExactly("a,b", "a,b");
        insert(transaction, "refused");
        assertThatThrownBy(transaction::commit).hasMessageContaining("not this one");
        assertThatThrownBy(() -> insert(connection, "refused")).hasMessageContaining("not this one");
        insert(connection, "c");
        assertThat(query(connection, "select what from audit")).containsExactly("a,b", "a,b", "a,b,c");
        method.undo();
        assertThat(query(method.outside, "select what from audit")).isEmpty();
    }

    @Test
    void constraintsThatTheMethodMakesAndDropsAreHeeded() throws SQLException {
        start();
        execute(connection, "create table parts (line int references orders deferrable initially deferred)");
        assertThatThrownBy(() -> execute(connection, "insert into parts values (99)"))
                .hasMessageContaining("violates foreign key constraint");
        execute(connection, "drop table lines");
        insert(transaction, "works");
        transaction.commit();
        method.undoAndEnd();
        assertThat(query(method.outside, "select order_id::text from lines")).isEmpty();
    }
}
