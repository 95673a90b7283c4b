package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.SQLException;

import io.quarkiverse.isolatedschema.IsolationException;

/** What users are told when a run cannot take place in the database that the URL names. */
final class GivenDatabaseErrors {

    private static final String LEAVE_OUT = "Leave the schema's name out of the application's SQL and mappings, so that it"
            + " works in the schema it is given; " + ProvisioningErrors.OR_CLONE;

    private static final String NO_PRIVILEGE = "42501";

    private static final String TOO_MANY_CONNECTIONS = "53300";

    private GivenDatabaseErrors() {
    }

    static IsolationException noBootSchema(RunDatabaseRequest request, SQLException cause) {
        String database = request.original().database();
        String prefix = "No schema could be made for the default datasource in database '" + database + "' of '"
                + request.original().server() + "': ";
        return new IsolationException(prefix + switch (String.valueOf(cause.getSQLState())) {
            case NO_PRIVILEGE ->
                "role '%s' may not do that (%s). Grant it: GRANT CREATE ON DATABASE \"%s\" TO \"%s\"; or name a role that may by 'quarkus.isolated-schema.admin.username' and 'quarkus.isolated-schema.admin.password'."
                        .formatted(request.admin().user(), cause.getMessage(), ProvisioningErrors.quoted(database),
                                ProvisioningErrors.quoted(request.admin().user()));
            case TOO_MANY_CONNECTIONS -> ProvisioningErrors.takesNoMore(request, cause);
            case ProvisioningErrors.READ_ONLY -> ProvisioningErrors.takesNoWrites(cause);
            default -> cause.getMessage() + ". " + ProvisioningErrors.CHECK_ACCESS;
        }, cause);
    }

    static IsolationException searchPath(GivenDatabaseRequest request, String actual) {
        return new IsolationException("The search path of role '" + request.server().application().user() + "' in database '"
                + request.server().original().database() + "' is '" + actual + "', which could not be found out before the"
                + " application read its URL. Say it there: add 'currentSchema=" + actual
                + "' to 'quarkus.datasource.jdbc.url'.");
    }

    static IsolationException capture(String database, SQLException cause) {
        return new IsolationException("The schema in which the application has booted could not be captured in database '"
                + database + "': " + cause.getMessage() + ". See the server's log.", cause);
    }

    static IsolationException extension(String extension, String reason, SQLException cause) {
        return new IsolationException("The application's start made extension '" + extension + "' in the schema it boots in,"
                + " but a database has only one of it, so it must lie outside of isolated schemas, and it could not be moved: "
                + reason + ". Make it beforehand, in a schema of the search path: CREATE EXTENSION \"" + extension
                + "\" SCHEMA public; and let the application's own SQL say CREATE EXTENSION IF NOT EXISTS.", cause);
    }

    static IsolationException outside(GivenDatabase run, String change) {
        return new IsolationException("While the application started, " + change + " in database '" + run.name()
                + "', outside of the schema it booted in. Inside one database that cannot be isolated: every test class would"
                + " work on the same one. It is left as it is. " + LEAVE_OUT);
    }

    static IsolationException mapped(GivenDatabase run, String mapping, String table, String schema) {
        return new IsolationException(mapping + " is mapped to table '" + table + "', which lies in schema '" + schema
                + "' of database '" + run.name() + "', outside of the schema the application booted in. Inside one database"
                + " that cannot be isolated: every test class would work on the same rows. " + LEAVE_OUT);
    }

    static IsolationException writesOutside(SQLException cause) {
        return new IsolationException("The SQL that built the schema in which the application booted writes beyond it: "
                + cause.getMessage() + ". Inside one database that cannot be isolated: every test class would work on the same"
                + " rows. " + LEAVE_OUT, cause);
    }

    static IsolationException notReplayable(String reason, Exception cause) {
        return new IsolationException("The SQL that built the schema in which the application booted cannot be replayed"
                + " exactly: " + reason + ". Set 'quarkus.isolated-schema.provisioning' to 'auto' or 'migrate', so that the"
                + " application's own Flyway migrations build each schema; " + ProvisioningErrors.OR_CLONE, cause);
    }

    static IsolationException noWay(String reason, Exception cause) {
        return new IsolationException("The SQL that built the schema in which the application booted cannot be replayed"
                + " exactly: " + reason + ". Nor has the application Flyway migrations that could build each schema instead."
                + " Let the application build its schema by SQL that can be replayed; " + ProvisioningErrors.OR_CLONE, cause);
    }

    static IsolationException noMigrations() {
        return new IsolationException("'quarkus.isolated-schema.provisioning' is 'migrate', but the default datasource has no"
                + " active Flyway migrations. Add the extension 'quarkus-flyway', or set"
                + " 'quarkus.isolated-schema.provisioning=replay'.");
    }

    static IsolationException failedMigration(RuntimeException cause) {
        return new IsolationException("The application's Flyway migrations, which succeeded when it started, failed in another"
                + " empty schema: " + cause.getMessage() + ". Let them depend on nothing but what they make; "
                + ProvisioningErrors.OR_CLONE, cause);
    }

    static IsolationException migratedOtherwise(String difference) {
        return new IsolationException("The application's Flyway migrations alone do not build the schema in which it booted: "
                + difference + ". What else builds it when the application starts is not in a migration. Move it into one; "
                + ProvisioningErrors.OR_CLONE);
    }
}
