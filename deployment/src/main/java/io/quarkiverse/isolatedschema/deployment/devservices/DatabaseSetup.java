package io.quarkiverse.isolatedschema.deployment.devservices;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.postgresql.PGConnection;

/** Makes the application's user and database in a fresh server, as the container image does, and runs init scripts. */
final class DatabaseSetup {

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

    private void makeUser(String password) throws SQLException {
        if (!settings.username().equals(EmbeddedServer.SUPERUSER)) {
            new Superuser(connection).setPassword("create role " + identifier(settings.username()) + " superuser login",
                    password);
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
