package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.postgresql.PGConnection;

/** What the superuser of a server does about passwords, its own to begin with. */
final class Superuser {

    private static final int SCRAM_ITERATIONS_SINCE = 160_000;

    private final Connection connection;

    /** @param connection of the superuser */
    Superuser(Connection connection) {
        this.connection = connection;
    }

    /**
     * Makes a server that was just started nobody else's: from now on it asks for another password than the one that lies in
     * the cache, and whoever got in with that one is out again.
     *
     * @param server the server
     * @param password the new password
     * @throws SQLException if the server refuses
     * @throws io.quarkiverse.isolatedschema.IsolationException if it is another server
     */
    void take(EmbeddedServer server, String password) throws SQLException {
        refuseOther(server);
        setPassword("alter role " + EmbeddedServer.SUPERUSER, password);
        query("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
    }

    /** Between the check of the port and the start somebody else may have taken it and let us in. */
    private void refuseOther(EmbeddedServer server) throws SQLException {
        Path data = Path.of(query("show data_directory"));
        try {
            if (!Files.isSameFile(data, server.directory().data())) {
                throw EmbeddedPostgresErrors.portInUse(server.port(), null);
            }
        } catch (IOException e) {
            throw EmbeddedPostgresErrors.portInUse(server.port(), e);
        }
    }

    /**
     * Runs a statement that sets a password.
     * <p>
     * Every connection pays for the iterations of its password's hash, on both sides: 8 ms instead of 5. They protect a
     * password whose hash leaks, which lies here in a directory private to the user who knows the password. What fails is
     * not logged, since an error tells the end of the log.
     *
     * @param statement what comes before the word {@code password}
     * @param password the password
     * @throws SQLException if the server refuses
     */
    void setPassword(String statement, String password) throws SQLException {
        execute("set log_min_error_statement = panic");
        if (Integer.parseInt(query("show server_version_num")) >= SCRAM_ITERATIONS_SINCE) {
            execute("set scram_iterations = 1");
        }
        execute(statement + " password '" + connection.unwrap(PGConnection.class).escapeLiteral(password) + "'");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
