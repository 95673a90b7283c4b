package io.quarkiverse.isolatedschema.runtime.recording;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.testing.KitchenSink;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** Statements are replayed under the settings they ran under, and the session that replays them keeps its own. */
@ExtendWith(PostgresServerExtension.class)
class RecordedSettingsTest {

    private final PostgresServer server;

    private RecordedBoot boot;

    private Connection connection;

    RecordedSettingsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        boot = new RecordedBoot(server, PostgresServer.SUPERUSER);
        KitchenSink.outside(server, boot.maintenance.getCatalog());
        connection = boot.connect();
        execute(connection, "create table t (a text)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        boot.close();
    }

    private List<String> replayed() throws SQLException {
        assertThat(boot.differencesAfter(boot.finish())).isEmpty();
        return query(boot.maintenance, "select a from " + boot.lease + ".t");
    }

    @Test
    void theSearchPathOfTheTime() throws SQLException {
        String path = ".t values (array_to_string(current_schemas(false), ' '))";
        execute(connection, "create schema if not exists other; set search_path = other, " + boot.schema);
        execute(connection, "insert into " + boot.schema + path);
        query(connection, "select set_config('search_path', '', false)");
        execute(connection, "insert into " + boot.schema + path);
        execute(connection, "reset search_path");
        execute(connection, "insert into " + boot.schema + path);
        assertThat(replayed()).containsExactly("other " + boot.lease, "", boot.lease + " public");
    }

    @Test
    void settingsOfOneTransaction() throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "set local timezone = 'Asia/Tokyo'");
        execute(connection, "insert into t values (current_setting('timezone'))");
        connection.commit();
        execute(connection, "set timezone = 'Europe/Oslo'");
        connection.rollback();
        execute(connection, "insert into t values (current_setting('timezone'))");
        connection.commit();
        List<String> zones = replayed();
        assertThat(zones.get(0)).isEqualTo("Asia/Tokyo");
        assertThat(zones.get(1)).isEqualTo(query(boot.maintenance, "show timezone").get(0)).isNotEqualTo("Europe/Oslo");
    }

    @Test
    void settingsOfOneTransactionBegunInSql() throws SQLException {
        execute(connection, "begin");
        execute(connection, "set local timezone = 'Asia/Tokyo'");
        execute(connection, "insert into t values (current_setting('timezone'))");
        execute(connection, "commit");
        execute(connection, "insert into t values (current_setting('timezone'))");
        assertThat(replayed()).containsExactly("Asia/Tokyo", query(boot.maintenance, "show timezone").get(0));
    }

    @Test
    void theRole() throws SQLException {
        execute(connection, "grant all on schema " + boot.schema + " to kitchen_reader; set role kitchen_reader");
        execute(connection, "create table hers (a int)");
        execute(connection, "set role none");
        execute(connection, "create table mine (a int)");
        replayed();
        assertThat(query(boot.maintenance,
                "select tableowner from pg_tables where schemaname = '" + boot.lease + "' order by tablename"))
                .containsExactly("kitchen_reader", "postgres", "postgres");
    }

    @Test
    void theApplicationsOwnSettings() throws SQLException {
        execute(connection, "set app.tenant = 'a''b'");
        execute(connection, "insert into t values (current_setting('app.tenant'))");
        query(connection, "select set_config('app.tenant', 'c', false)");
        execute(connection, "insert into t values (current_setting('app.tenant'))");
        assertThat(replayed()).containsExactly("a'b", "c");
    }

    @Test
    void settingsAmidOneString() throws SQLException {
        execute(connection, "insert into t values (current_setting('work_mem')); set work_mem = '5MB';"
                + " insert into t values (current_setting('work_mem')); SET SESSION timezone = 'Asia/Tokyo';"
                + " insert into t values (current_setting('timezone'))");
        execute(connection, "insert into t values (current_setting('timezone'))");
        assertThat(replayed()).endsWith("5MB", "Asia/Tokyo", "Asia/Tokyo");
    }

    @Test
    void otherChangesAmidOneStringAreRefused() throws SQLException {
        execute(connection,
                "select set_config('search_path', 'public', false); insert into " + boot.schema + ".t values ('x')");
        assertThat(boot.finish().unreplayable())
                .contains("'select set_config('search_path', 'public', false)' cannot be replayed:"
                        + " it changes the session between other statements of one string");
    }

    @Test
    void eachConnectionHasItsOwn() throws SQLException {
        try (Connection other = boot.connect()) {
            execute(other, "set timezone = 'Asia/Tokyo'");
            execute(connection, "insert into t values (current_setting('timezone'))");
            execute(other, "insert into t values (current_setting('timezone'))");
            execute(connection, "insert into t values (current_setting('timezone'))");
        }
        String own = query(boot.maintenance, "show timezone").get(0);
        assertThat(replayed()).containsExactly(own, "Asia/Tokyo", own);
    }

    @Test
    void whatAFunctionSets() throws SQLException {
        execute(connection, "do $$ begin perform set_config('timezone', 'Asia/Tokyo', false); end $$");
        execute(connection, "insert into t values (current_setting('timezone'))");
        assertThat(replayed()).containsExactly("Asia/Tokyo");
    }

    @Test
    void theReplayingSessionKeepsItsOwn() throws SQLException {
        execute(connection, "set timezone = 'Asia/Tokyo'; set role kitchen_reader; reset role");
        execute(connection, "create temp table scratch (a text)");
        execute(connection, "insert into scratch values (current_setting('timezone'))");
        execute(connection, "insert into t select a from scratch");
        String asked = "select concat_ws(' ', current_setting('timezone'), current_setting('search_path'), current_user,"
                + " to_regclass('scratch'))";
        execute(boot.maintenance, "set timezone = 'Europe/Oslo'");
        List<String> before = query(boot.maintenance, asked);
        Script script = boot.finish();
        boot.maintenance.setAutoCommit(false);
        script.replay(boot.maintenance, boot.lease);

        assertThat(query(boot.maintenance, asked)).isEqualTo(before);
        boot.maintenance.commit();
        assertThat(query(boot.maintenance, asked)).isEqualTo(before);
        assertThat(query(boot.maintenance, "select a from " + boot.lease + ".t")).containsExactly("Asia/Tokyo");
    }
}
