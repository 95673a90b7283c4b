package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.insert;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
