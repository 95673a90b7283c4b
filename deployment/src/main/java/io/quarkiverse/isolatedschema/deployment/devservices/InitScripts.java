package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.jboss.logging.Logger;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * Runs the scripts of one configuration property. As with Quarkus's own container they are class path resources, and
 * each statement is a transaction of its own, so that {@code CREATE DATABASE} and the like are allowed.
 */
final class InitScripts {

    private static final Logger log = Logger.getLogger(InitScripts.class);

    private final String property;
    private final List<String> scripts;

    /**
     * @param property the property that names the scripts, for messages
     * @param scripts the resources, in the order to run them
     */
    InitScripts(String property, List<String> scripts) {
        this.property = property;
        this.scripts = scripts;
    }

    /**
     * Runs all scripts, in order.
     *
     * @param connection a connection in autocommit mode whose query mode is {@code simple}: in any other mode pgjdbc
     *        takes the statements apart once more
     * @throws io.quarkiverse.isolatedschema.IsolationException if a script is missing or fails
     */
    void run(Connection connection) {
        for (String script : scripts) {
            run(connection, script);
        }
    }

    private void run(Connection connection, String script) {
        List<NativeQuery> statements = parse(read(script));
        int number = 0;
        for (NativeQuery query : statements) {
            number++;
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(query.nativeSql);
            } catch (SQLException e) {
                throw EmbeddedPostgresErrors.scriptFailed(script, property, number, query.nativeSql, e);
            }
        }
        log.debugf("Ran the %d statements of '%s'", number, script);
    }

    /**
     * @param script the name of a script, as configured
     * @return its content, null if it is not there
     */
    static InputStream open(String script) {
        String resource = script.replaceFirst("^classpath:", "").replaceFirst("^/+", "");
        return Thread.currentThread().getContextClassLoader().getResourceAsStream(resource);
    }

    private String read(String script) {
        try (InputStream content = open(script)) {
            if (content == null) {
                throw EmbeddedPostgresErrors.scriptMissing(script, property);
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes a script apart with the driver's own parser, which knows comments, quotes and dollar quotes. It does not see
     * where a body in {@code BEGIN ATOMIC} ends and takes the rest of the script for one statement, which the server
     * then runs as one transaction.
     */
    private List<NativeQuery> parse(String script) {
        boolean standardConformingStrings = true;
        boolean withParameters = false;
        boolean splitStatements = true;
        try {
            return Parser.parseJdbcSql(script, standardConformingStrings, withParameters, splitStatements, false, false);
        } catch (SQLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
