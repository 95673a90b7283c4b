package io.quarkiverse.isolatedschema.runtime.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabaseRequest;

/**
 * What run databases are made from in tests: an application's role, and a database that it owns. What a test varies, it
 * says by one of the {@code with…} methods.
 */
public record Run(PostgresServer server, String role, String database, RunDatabaseRequest request) {

    /** A role that may create databases, with an empty database of its own. */
    public static Run on(PostgresServer server) throws SQLException {
        String role = server.role();
        return of(server, role, server.database(role));
    }

    public static Run of(PostgresServer server, String role, String database) {
        JdbcUrl original = server.url(database);
        ServerAccess access = server.access(original, role, "any");
        return new Run(server, role, database,
                new RunDatabaseRequest(RunId.random(), original, access, access, Optional.empty(), false));
    }

    /** The same application, started once more. */
    public RunDatabaseRequest again() {
        return with(request.original(), request.application(), request.admin(), request.template(), request.serverIsOurs());
    }

    public RunDatabaseRequest withUrl(JdbcUrl original) {
        ServerAccess access = server.access(original, role, "any");
        return with(original, access, access, request.template(), request.serverIsOurs());
    }

    public RunDatabaseRequest withAdmin(String admin) {
        return with(request.original(), request.application(), server.access(request.original(), admin, "any"),
                request.template(), request.serverIsOurs());
    }

    public RunDatabaseRequest withTemplate(String template) {
        return with(request.original(), request.application(), request.admin(), Optional.of(template),
                request.serverIsOurs());
    }

    public RunDatabaseRequest withServerOfOurs() {
        return with(request.original(), request.application(), request.admin(), request.template(), true);
    }

    private static RunDatabaseRequest with(JdbcUrl original, ServerAccess application, ServerAccess admin,
            Optional<String> template, boolean serverIsOurs) {
        return new RunDatabaseRequest(RunId.random(), original, application, admin, template, serverIsOurs);
    }

    /** A session of the application in a lease. */
    public static Connection connect(Lease lease) throws SQLException {
        return lease.access().open(lease.url());
    }
}
