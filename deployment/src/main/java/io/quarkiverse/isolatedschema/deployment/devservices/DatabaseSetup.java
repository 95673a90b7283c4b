package io.quarkiverse.isolatedschema.deployment.devservices;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes the application's user and database in a fresh server, as the container image does, and runs init scripts. */
final class DatabaseSetup {

    private static final int SCRAM_ITERATIONS_SINCE = 16;

    private static final int STRATEGY_SINCE = 15;

    private DatabaseSetup() {
    }

    /**
     * What the superuser of a fresh cluster has to do, each a statement of its own.
     * <p>
     * Every connection pays for the iterations of its password's hash, on both sides: 8 ms instead of 5. They protect a
     * password whose hash leaks, which lies here in a directory private to the user who knows the password. What fails is
     * not logged, since an error tells the end of the log.
     *
     * @param settings what to make
     * @param superuserPassword the new password of the superuser
     * @param password that of the application's user; the same if they are one
     * @param version the major version of the server
     */
    static List<String> statements(EmbeddedPostgresSettings settings, String superuserPassword, String password, int version) {
        List<String> statements = new ArrayList<>();
        statements.add("set log_min_error_statement = panic");
        if (version >= SCRAM_ITERATIONS_SINCE) {
            statements.add("set scram_iterations = 1");
        }
        statements.add("alter role " + EmbeddedServer.SUPERUSER + " password " + literal(superuserPassword));
        String user = identifier(settings.username());
        if (!settings.username().equals(EmbeddedServer.SUPERUSER)) {
            statements.add("create role " + user + " superuser login password " + literal(password));
        }
        if (!settings.databaseName().equals("postgres")) {
            // in a server just started, the other strategy takes three times as long
            statements.add("create database " + identifier(settings.databaseName()) + " owner " + user
                    + (version >= STRATEGY_SINCE ? " strategy file_copy" : ""));
        }
        return statements;
    }

    /** Postgres knows no names or passwords with a zero in it, and says so of what is left then. */
    private static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"").replace("\0", "") + "\"";
    }

    private static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace("\0", "") + "'";
    }

    /**
     * Runs the init scripts.
     *
     * @param server the running server, with user and database
     * @param settings what to run
     * @return the server's version
     * @throws SQLException if the server refuses
     * @throws io.quarkiverse.isolatedschema.IsolationException if an init script is missing or fails
     */
    static String run(EmbeddedServer server, EmbeddedPostgresSettings settings) throws SQLException {
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
        return server.version();
    }
}
