package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.SQLException;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;

/** What users are told when the server refuses: the fact, the reason, and what mends it. */
public final class ProvisioningErrors {

    static final String TEMPLATE_PROPERTY = "quarkus.isolated-schema.run-database.template";

    /** The way out of everything that cannot be isolated inside one database; the last words of a message. */
    public static final String OR_CLONE = "or let the role create databases (ALTER ROLE … CREATEDB), so that each test class"
            + " gets a copy of the whole database ('quarkus.isolated-schema.provisioning=database-clone').";

    static final String CHECK_ACCESS = "Check 'quarkus.datasource.jdbc.url', 'quarkus.datasource.username' and"
            + " 'quarkus.datasource.password', or set 'quarkus.isolated-schema.enabled=false' to run without isolation.";

    private static final String OR_GIVEN = " Or set 'quarkus.isolated-schema.provisioning=replay', which makes schemas inside"
            + " database '%s' and no databases.";

    /** Of a read-only transaction, and of everything that writes on a standby. */
    static final String READ_ONLY = "25006";

    private static final String NO_PRIVILEGE = "42501";

    private static final String NO_SUCH_DATABASE = "3D000";

    private static final String TOO_MANY_CONNECTIONS = "53300";

    /** What the states of a failed connection begin with. */
    private static final String CONNECTION = "08";

    /** What the states begin with by which a server says that it stops, has crashed or does not take anybody yet. */
    private static final String SHUT_DOWN = "57P0";

    private ProvisioningErrors() {
    }

    static IsolationException runDatabase(RunDatabaseRequest request, SQLException cause) {
        String source = request.source();
        String prefix = "No run database could be made for the default datasource on the server of '"
                + request.original().server() + "': ";
        return new IsolationException(prefix + switch (String.valueOf(cause.getSQLState())) {
            case NO_PRIVILEGE -> mendPrivilege(request, source, cause) + OR_GIVEN.formatted(request.original().database());
            case DatabaseCopies.IN_USE ->
                "database '%s', which it is copied from, is in use, and Postgres copies no database in use."
                        .formatted(source)
                        + " Close the other connections (a database tool, a running application), end prepared transactions, or set '"
                        + TEMPLATE_PROPERTY
                        + "' to a database that nobody uses; 'template1' is an empty one.";
            case NO_SUCH_DATABASE -> cause.getMessage() + ". Set 'quarkus.datasource.jdbc.url' or '" + TEMPLATE_PROPERTY
                    + "' to a database that exists.";
            case TOO_MANY_CONNECTIONS -> takesNoMore(request, cause);
            case READ_ONLY -> takesNoWrites(cause);
            default -> cause.getMessage() + ". " + CHECK_ACCESS;
        }, cause);
    }

    static String takesNoMore(RunDatabaseRequest request, SQLException cause) {
        return "it takes no more connections of role '%s' (%s). End other sessions, or raise the"
                .formatted(request.admin().user(), cause.getMessage())
                + " server's 'max_connections' or the role's connection limit (ALTER ROLE … CONNECTION LIMIT); a run takes "
                + Maintenance.OWN_CONNECTIONS + " beside those of the application.";
    }

    static String takesNoWrites(SQLException cause) {
        return "it takes no writes (" + cause.getMessage() + "): it is a standby, or 'default_transaction_read_only' is on for"
                + " the server, the database or the role. Let 'quarkus.datasource.jdbc.url' name a server that takes them, or"
                + " switch that setting off.";
    }

    private static String mendPrivilege(RunDatabaseRequest request, String source, SQLException cause) {
        String role = request.admin().user();
        if (String.valueOf(cause.getMessage()).contains("copy database")) {
            return "role '%s' does not own database '%s', so it may not copy it. Let it own the database, or set '%s' to one it may copy; 'template1' is an empty one."
                    .formatted(role, source, TEMPLATE_PROPERTY);
        }
        return "role '%s' may not do that (%s). Grant it: ALTER ROLE \"%s\" CREATEDB; or name a role that may by 'quarkus.isolated-schema.admin.username' and 'quarkus.isolated-schema.admin.password'."
                .formatted(role, cause.getMessage(), quoted(role));
    }

    /** A name between the double quotes of SQL. */
    static String quoted(String name) {
        return name.replace("\"", "\"\"");
    }

    static IsolationException template(String database, SQLException cause) {
        return new IsolationException("The template of the isolated schemas could not be taken from run database '" + database
                + "': " + cause.getMessage() + ". It is a copy made after the application has started; close connections that"
                + " start-up code keeps open, and see the server's log.", cause);
    }

    /** @return whether the server cannot be reached, for now or for good */
    public static boolean isAway(SQLException refused) {
        String state = String.valueOf(refused.getSQLState());
        return state.startsWith(CONNECTION) || state.startsWith(SHUT_DOWN);
    }

    /**
     * @param testClass the test class that gets no lease
     * @param cause what the server said, or the driver instead of it
     * @return the error to throw
     */
    public static IsolationException lease(String testClass, SQLException cause) {
        String said = String.valueOf(cause.getMessage()).replaceFirst("\\.$", "");
        if (isAway(cause)) {
            return new IsolationException("Test class '" + testClass
                    + "' gets no schema of its own, because the server cannot be"
                    + " reached any more: " + said + ". It was stopped or has crashed, or the network failed, after the"
                    + " application had started; the server's log tells more. Classes that run when it is back get theirs.",
                    cause);
        }
        return new IsolationException("Test class '" + testClass + "' gets no schema of its own, because the server refused to"
                + " make one: " + said + ". Look at the server's log, its disk space and its 'max_connections'.", cause);
    }

    static IsolationException sourceTooBig(String database, String size, long limitMegabytes) {
        return new IsolationException("No run database was made for the default datasource: it would be a copy of database '"
                + database + "', which holds " + size + ", more than " + limitMegabytes + " MB, and every start of the"
                + " application would copy it. Set '" + TEMPLATE_PROPERTY + "' to a smaller database ('template1' is an empty"
                + " one), or to '" + database + "' if the copy is what you want." + OR_GIVEN.formatted(database));
    }
}
