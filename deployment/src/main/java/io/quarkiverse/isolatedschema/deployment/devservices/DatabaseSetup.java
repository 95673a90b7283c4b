package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.postgresql.PGConnection;

/** Makes the application's user and database in a fresh server, as the container image does, and runs init scripts. */
final class DatabaseSetup {

    private static final int SCRAM_ITERATIONS_SINCE = 160_000;

    private final Connection connection;
    private final EmbeddedPostgresSettings settings;

    private DatabaseSetup(Connection connection, EmbeddedPostgresSettings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    /**
     * Prepares a fresh server.
     *
     * @param server the running server
     * @param settings what to make
     * @return the server's version
     * @throws SQLException if the server refuses
     * @throws io.quarkiverse.isolatedschema.IsolationException if an init script is missing or fails
     */
    static String run(EmbeddedServer server, EmbeddedPostgresSettings settings) throws SQLException {
        String version;
        try (Connection connection = server.connect("postgres")) {
            DatabaseSetup setup = new DatabaseSetup(connection, settings);
            setup.refuseOtherServer(server);
            setup.makeUser(server.password());
            setup.makeDatabase();
            version = setup.query("show server_version");
        }
        if (!settings.privilegedInitScripts().isEmpty()) {
            try (Connection privileged = server.connect(settings.databaseName())) {
                new InitScripts("quarkus.datasource.devservices.init-privileged-script-path",
                        settings.privilegedInitScripts()).run(privileged);
            }
        }
        if (!settings.initScripts().isEmpty()) {
            try (Connection owner = server.connect(settings.username(), server.password(), settings.databaseName())) {
                new InitScripts("quarkus.datasource.devservices.init-script-path", settings.initScripts()).run(owner);
            }
        }
        return version;
    }

    /** Between the check of the port and the start somebody else may have taken it and let us in. */
    private void refuseOtherServer(EmbeddedServer server) throws SQLException {
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
     * Every connection pays for the iterations of its password's hash, on both sides: 8 ms instead of 5. They protect a
     * password whose hash leaks, which lies here in a directory private to the user who knows the password. What fails is
     * not logged, since an error tells the end of the log.
     */
    private void makeUser(String password) throws SQLException {
        execute("set log_min_error_statement = panic");
        if (Integer.parseInt(query("show server_version_num")) >= SCRAM_ITERATIONS_SINCE) {
            execute("set scram_iterations = 1");
        }
        if (!settings.username().equals(EmbeddedServer.SUPERUSER)) {
            execute("create role " + identifier(settings.username()) + " superuser login password '"
                    + driver().escapeLiteral(password) + "'");
        } else {
            execute("alter role " + identifier(settings.username()) + " password '"
                    + driver().escapeLiteral(password) + "'");
        }
    }

    private void makeDatabase() throws SQLException {
        if (!settings.databaseName().equals("postgres")) {
            execute("create database " + identifier(settings.databaseName()) + " owner "
                    + identifier(settings.username()));
        }
    }

    private String identifier(String name) throws SQLException {
        return driver().escapeIdentifier(name);
    }

    private PGConnection driver() throws SQLException {
        return connection.unwrap(PGConnection.class);
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
