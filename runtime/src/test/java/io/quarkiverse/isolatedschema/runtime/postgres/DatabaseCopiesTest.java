package io.quarkiverse.isolatedschema.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServers;
import io.quarkiverse.isolatedschema.runtime.testing.RewritingConnection;

@ExtendWith(PostgresServerExtension.class)
class DatabaseCopiesTest {

    private static final String CLONE = "set file_copy_method = clone";

    private final PostgresServers servers;

    private PostgresServer server;

    private Connection connection;

    DatabaseCopiesTest(PostgresServers servers) {
        this.servers = servers;
    }

    private void on(int version) throws SQLException {
        server = servers.of(version);
        connection = server.connect("postgres");
    }

    @AfterEach
    void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }

    /** What the server was asked last. */
    private String copy(DatabaseCopies copies) throws SQLException {
        return copy(copies, connection);
    }

    private String copy(DatabaseCopies copies, Connection through) throws SQLException {
        String name = LeaseName.lease(RunId.random());
        String process = Databases.query(connection, "select pg_backend_pid()::text").get(0);
        copies.copy(through, name, "template0", PostgresServer.SUPERUSER);
        String asked = server.query("postgres", "select query from pg_stat_activity where pid = ?::int", process).get(0);
        assertThat(server.query("postgres", "select datconnlimit::text from pg_database where datname = ?", name))
                .containsExactly(String.valueOf(Marker.CONNECTION_LIMIT));
        Databases.drop(connection, name);
        return asked;
    }

    private String method() throws SQLException {
        return Databases.query(connection, "show file_copy_method").get(0);
    }

    @ParameterizedTest
    @CsvSource({ "14,false", "16,true", "18,true" })
    void onAServerOfOursFilesAreCopiedWhereItCan(int version, boolean files) throws SQLException {
        on(version);
        assertThat(copy(new DatabaseCopies(true)).endsWith(" strategy file_copy")).isEqualTo(files);
    }

    @ParameterizedTest
    @ValueSource(ints = { 14, 16, 18 })
    void anotherServerChoosesForItself(int version) throws SQLException {
        on(version);
        assertThat(copy(new DatabaseCopies(false))).startsWith("create database").doesNotContain("strategy");
    }

    @Test
    void blocksAreSharedOnServersOfOurs() throws SQLException {
        on(18);
        DatabaseCopies copies = new DatabaseCopies(true);
        for (int i = 0; i < 2; i++) {
            copy(copies);
            assertThat(method()).isEqualTo("clone");
        }
    }

    @Test
    void blocksAreNotSharedElsewhere() throws SQLException {
        on(18);
        copy(new DatabaseCopies(false));
        assertThat(method()).isEqualTo("copy");
    }

    @Test
    void whereTheServerCannotShareBlocksItIsTriedOnce() throws SQLException {
        on(18);
        // what a server answers whose platform cannot
        RewritingConnection unable = RewritingConnection.of(connection, sql -> sql.replace(CLONE, "set file_copy_method = x"));
        DatabaseCopies copies = new DatabaseCopies(true);

        copy(copies, unable.connection());
        copy(copies, unable.connection());

        assertThat(unable.asked()).filteredOn(CLONE::equals).hasSize(1);
        assertThat(unable.asked()).filteredOn(sql -> sql.startsWith("create database")).hasSize(2);
        assertThat(method()).isEqualTo("copy");
    }

    @Test
    void whereTheFileSystemRefusesToShareBlocksTheyAreCopied() throws SQLException {
        on(18);
        boolean[] cloning = new boolean[1];
        RewritingConnection unable = RewritingConnection.of(connection, sql -> {
            cloning[0] = sql.startsWith("set ") ? sql.equals(CLONE) : cloning[0];
            return sql.startsWith("create ") && cloning[0]
                    ? "do $$ begin raise 'could not clone' using errcode = 'XX000'; end $$"
                    : sql;
        });

        assertThat(copy(new DatabaseCopies(true), unable.connection())).endsWith(" strategy file_copy");

        assertThat(method()).isEqualTo("copy");
    }

    @Test
    void whatIsNotTheMethodsFaultIsTold() throws SQLException {
        on(18);
        DatabaseCopies copies = new DatabaseCopies(true);

        assertThatThrownBy(() -> copies.copy(connection, LeaseName.lease(RunId.random()), "nowhere", PostgresServer.SUPERUSER))
                .isInstanceOf(SQLException.class).hasMessageContaining("\"nowhere\" does not exist");

        copy(copies);
        assertThat(method()).as("tried again").isEqualTo("clone");
    }

    @Test
    void onceItHasWorkedAFailureIsNotTriedOtherwise() throws SQLException {
        on(18);
        RewritingConnection seen = RewritingConnection.of(connection, sql -> sql);
        DatabaseCopies copies = new DatabaseCopies(true);
        copy(copies);

        assertThatThrownBy(() -> copies.copy(seen.connection(), "test", "nowhere", PostgresServer.SUPERUSER))
                .hasMessageContaining("\"nowhere\" does not exist");

        assertThat(seen.asked()).isEqualTo(List.of(CLONE, seen.asked().get(1))).hasSize(2);
    }
}
