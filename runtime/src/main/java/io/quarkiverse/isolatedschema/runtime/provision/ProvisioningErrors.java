package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.SQLException;

import io.quarkiverse.isolatedschema.IsolationException;

/** What users are told when the server refuses: the fact, the reason, and what mends it. */
final class ProvisioningErrors {

    static final String TEMPLATE_PROPERTY = "quarkus.isolated-schema.run-database.template";

    private static final String NO_PRIVILEGE = "42501";

    private static final String IN_USE = "55006";

    private static final String NO_SUCH_DATABASE = "3D000";

    private static final String TOO_MANY_CONNECTIONS = "53300";

    private ProvisioningErrors() {
    }

    static IsolationException runDatabase(RunDatabaseRequest request, SQLException cause) {
        String source = request.source();
        String prefix = "No run database could be made for the default datasource on the server of '"
                + request.original().server() + "': ";
        return new IsolationException(prefix + switch (String.valueOf(cause.getSQLState())) {
            case NO_PRIVILEGE -> mendPrivilege(request, source, cause);
            case IN_USE -> "database '%s', which it is copied from, is in use, and Postgres copies no database in use."
                    .formatted(source)
                    + " Close the other connections (a database tool, a running application), or set '" + TEMPLATE_PROPERTY
                    + "' to a database that nobody uses; 'template1' is an empty one.";
            case NO_SUCH_DATABASE -> cause.getMessage() + ". Set 'quarkus.datasource.jdbc.url' or '" + TEMPLATE_PROPERTY
                    + "' to a database that exists.";
            case TOO_MANY_CONNECTIONS -> "it takes no more connections of role '%s' (%s). End other sessions, or raise the"
                    .formatted(request.admin().user(), cause.getMessage())
                    + " server's 'max_connections' or the role's connection limit (ALTER ROLE … CONNECTION LIMIT); a run takes "
                    + RunDatabase.OWN_CONNECTIONS + " beside those of the application.";
            default -> cause.getMessage() + ". Check 'quarkus.datasource.jdbc.url', 'quarkus.datasource.username' and"
                    + " 'quarkus.datasource.password', or set 'quarkus.isolated-schema.enabled=false' to run without"
                    + " isolation.";
        }, cause);
    }

    private static String mendPrivilege(RunDatabaseRequest request, String source, SQLException cause) {
        String role = request.admin().user();
        if (String.valueOf(cause.getMessage()).contains("copy database")) {
            return "role '%s' does not own database '%s', so it may not copy it. Let it own the database, or set '%s' to one it may copy; 'template1' is an empty one."
                    .formatted(role, source, TEMPLATE_PROPERTY);
        }
        return "role '%s' may not do that (%s). Grant it: ALTER ROLE \"%s\" CREATEDB; or name a role that may by 'quarkus.isolated-schema.admin.username' and 'quarkus.isolated-schema.admin.password'."
                .formatted(role, cause.getMessage(), role);
    }

    static IsolationException sourceTooBig(String database, String size, long limitMegabytes) {
        return new IsolationException("No run database was made for the default datasource: it would be a copy of database '"
                + database + "', which holds " + size + ", more than " + limitMegabytes + " MB, and every start of the"
                + " application would copy it. Set '" + TEMPLATE_PROPERTY + "' to a smaller database ('template1' is an empty"
                + " one), or to '" + database + "' if the copy is what you want.");
    }
}
