package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;

/**
 * What a run database is made from.
 *
 * @param run the identity of the run
 * @param original the URL that the application would have used
 * @param application how the application reaches the server
 * @param admin who makes and drops databases; often the application's own role
 * @param template the database that the run database is copied from; empty for the one the URL names
 * @param serverIsOurs whether nobody but us uses the server, so that its disk and settings are ours to choose
 */
public record RunDatabaseRequest(RunId run, JdbcUrl original, ServerAccess application, ServerAccess admin,
        Optional<String> template, boolean serverIsOurs) {

    /** The role that owns all we make: the application's, or the asking one where the application names none. */
    String role(Connection connection) throws SQLException {
        String user = application.user();
        return user.isEmpty() ? Databases.query(connection, "select current_user").get(0) : user;
    }

    /** The database that is copied, but for a base copy on a server of ours. */
    String source() {
        return template.orElse(original.database());
    }
}
