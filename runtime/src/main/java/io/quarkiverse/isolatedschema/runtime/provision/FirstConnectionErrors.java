package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.SQLException;

import io.quarkiverse.isolatedschema.IsolationException;

/** What users are told when a connection to a schema of ours does not end up there. */
final class FirstConnectionErrors {

    /** How pgbouncer refuses a search path that is asked for when a connection begins. */
    private static final String UNSUPPORTED = "unsupported startup parameter";

    private static final String NAME_SERVER = " Let 'quarkus.datasource.jdbc.url' name the server itself in tests.";

    private static final String SHARED = " Every test class would work there, in what is the user's own.";

    private FirstConnectionErrors() {
    }

    static IsolationException noConnection(Run run, SQLException cause) {
        String message = String.valueOf(cause.getMessage());
        return new IsolationException("The schema that the application is to boot in, in database '" + run.name() + "' of '"
                + run.original().server() + "', takes no connection: " + message + "."
                + (message.contains(UNSUPPORTED)
                        ? " A connection pooler such as pgbouncer stands before the server and lets no search path through."
                                + NAME_SERVER
                        : " See the server's log."),
                cause);
    }

    static IsolationException elsewhere(Run run, FirstConnection.Place place) {
        return new IsolationException("Connections to '" + run.original().server() + "' end up in " + described(place)
                + ", not in schema '" + run.bootSchema() + "' of database '" + run.name() + "' that their URL asks for."
                + " Something on the way drops that, such as pgbouncer with 'ignore_startup_parameters'." + NAME_SERVER);
    }

    static IsolationException ledAway(Run run, FirstConnection.Place place) {
        return new IsolationException("'quarkus.datasource.jdbc.new-connection-sql' leads every connection to "
                + described(place) + ", away from the schema it is to work in." + SHARED
                + " Say it in the URL instead: add 'currentSchema=" + place.path() + "' to 'quarkus.datasource.jdbc.url', which"
                + " the schema of the class then comes before; " + ProvisioningErrors.OR_CLONE);
    }

    static IsolationException intercepted(Run run, FirstConnection.Place place) {
        return new IsolationException("The connections that the application takes from its datasource are in "
                + described(place) + ", not in schema '" + run.bootSchema() + "' that they were opened in." + SHARED
                + " Let no 'AgroalPoolInterceptor' and no other code of the application set their search path in tests; "
                + ProvisioningErrors.OR_CLONE);
    }

    private static String described(FirstConnection.Place place) {
        return (place.schema() == null ? "no schema" : "schema '" + place.schema() + "'") + " of database '"
                + place.database() + "' (search path '" + place.path() + "')";
    }
}
