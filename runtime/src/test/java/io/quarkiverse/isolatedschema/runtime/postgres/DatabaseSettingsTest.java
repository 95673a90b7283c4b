package io.quarkiverse.isolatedschema.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseSettings.Setting;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

@ExtendWith(PostgresServerExtension.class)
class DatabaseSettingsTest {

    private final PostgresServer server;

    private final String role;

    private final String source;

    private final String target;

    DatabaseSettingsTest(PostgresServer server) throws SQLException {
        this.server = server;
        this.role = server.role();
        this.source = server.database(role);
        this.target = server.database(role);
    }

    @ParameterizedTest
    @ValueSource(strings = { "search_path = a, \"B c\", \"$user\"", "search_path = ''", "statement_timeout = 4711",
            "timezone = 'Europe/Zurich'", "datestyle = 'German, DMY'", "work_mem = '7MB'", "app.tenant = 'it''s, me'",
            "default_transaction_isolation = 'repeatable read'", "default_transaction_read_only = on",
            "temp_tablespaces = ''", "client_encoding = latin1", "log_statement = 'all'", "row_security = off",
            "session_preload_libraries = auto_explain, plpgsql" })
    void theyPassFromOneDatabaseToAnotherAsTheyAre(String setting) throws SQLException {
        server.execute("postgres", "alter database " + source + " set " + setting);
        try (Connection superuser = server.connect("postgres")) {
            DatabaseSettings.of(superuser, source).applyTo(superuser, target);

            assertThat(superuser.isValid(1)).as("the session is as it was").isTrue();
        }
        assertThat(stored(target)).hasSize(1).isEqualTo(stored(source));
    }

    @Test
    void theDatabasesOwnerPassesThemToo() throws SQLException {
        server.execute("postgres", "alter database " + source + " set search_path = a, \"B c\"; alter database " + source
                + " set statement_timeout = 4711; alter database " + source + " set datestyle = 'SQL, DMY'");
        try (Connection owner = server.access(role).connect("postgres")) {
            DatabaseSettings.of(owner, source).applyTo(owner, target);
        }
        assertThat(stored(target)).hasSize(3).isEqualTo(stored(source));
    }

    @Test
    void whatOnlyTheSuperuserMaySetIsLeftToHim() throws SQLException {
        server.execute("postgres", "alter database " + source + " set log_statement = 'all'; alter database " + source
                + " set statement_timeout = 4711");
        try (Connection owner = server.access(role).connect("postgres")) {
            assertThat(DatabaseSettings.of(owner, source).settings())
                    .containsExactly(new Setting("", "statement_timeout", "4711"));
        }
    }

    @Test
    void thoseOfRolesAreReadByTheRolesThemselvesAndBySuperusers() throws SQLException {
        String other = server.role();
        for (String each : List.of(role, other)) {
            server.execute("postgres", "alter role " + each + " in database " + source + " set work_mem = '7MB'");
        }
        Setting own = new Setting(role, "work_mem", "7MB");
        try (Connection asking = server.access(role).connect("postgres"); Connection superuser = server.connect("postgres")) {
            assertThat(DatabaseSettings.of(asking, source).settings()).containsExactly(own);
            assertThat(DatabaseSettings.of(superuser, source).settings()).containsExactlyInAnyOrder(own,
                    new Setting(other, "work_mem", "7MB"));
            DatabaseSettings.of(superuser, source).applyTo(superuser, target);
        }
        assertThat(stored(target)).hasSize(2).isEqualTo(stored(source));
    }

    @Test
    void refusedNoneIsSetAndTheSessionGoesOn() throws SQLException {
        DatabaseSettings refused = new DatabaseSettings(
                List.of(new Setting("", "statement_timeout", "4711"), new Setting("", "work_mem", "nonsense")));
        try (Connection connection = server.connect("postgres")) {
            assertThatThrownBy(() -> refused.applyTo(connection, target)).hasMessageContaining("work_mem");

            assertThat(Databases.query(connection, "select 'goes on'")).containsExactly("goes on");
        }
        assertThat(stored(target)).isEmpty();
    }

    @Test
    void aSearchPathTakesThePlaceOfEveryOther() {
        DatabaseSettings settings = new DatabaseSettings(List.of(new Setting("", "search_path", "a"),
                new Setting("app", "search_path", "b"), new Setting("", "work_mem", "7MB")));

        assertThat(settings.withSearchPath("test_1, a", List.of("app")).settings()).containsExactlyInAnyOrder(
                new Setting("", "work_mem", "7MB"), new Setting("", "search_path", "test_1, a"),
                new Setting("app", "search_path", "test_1, a"));
    }

    @Test
    void aNameIsReplacedInSearchPathsOnly() {
        DatabaseSettings settings = new DatabaseSettings(List.of(new Setting("", "search_path", "test_1, public"),
                new Setting("app", "search_path", "a, test_1"), new Setting("", "app.note", "test_1")));

        assertThat(settings.renamed("test_1", "test_2").settings()).containsExactly(
                new Setting("", "search_path", "test_2, public"), new Setting("app", "search_path", "a, test_2"),
                new Setting("", "app.note", "test_1"));
    }

    private List<String> stored(String database) throws SQLException {
        return server.query("postgres", "select coalesce(r.rolname, '') || ':' || setting from pg_db_role_setting s"
                + " join pg_database d on d.oid = s.setdatabase left join pg_roles r on r.oid = s.setrole,"
                + " unnest(s.setconfig) setting where d.datname = ? order by 1", database);
    }
}
