package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.identifier;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import org.jboss.logging.Logger;

/**
 * Keeps extensions out of schemas of ours. {@code CREATE EXTENSION} puts one into the first schema of the search path, the
 * boot schema, but there is only one of it in a database: in a lease it could not be made again, and dropping the boot
 * schema would drop it for everybody.
 */
final class Extensions {

    private static final Logger log = Logger.getLogger(Extensions.class);

    private static final String INSIDE = "select extname from pg_extension e join pg_namespace n on n.oid = extnamespace"
            + " where nspname = ? order by 1";

    private Extensions() {
    }

    /**
     * Moves those in the boot schema to the first schema of the user's own search path in which we may create. Who may make
     * an extension may not always move it: what lies in a trusted one belongs to a superuser.
     */
    static void moveOut(GivenDatabase run) throws SQLException {
        try (Connection connection = run.connect()) {
            for (String extension : query(connection, INSIDE, run.bootSchema())) {
                move(connection, run, extension);
            }
        }
    }

    private static void move(Connection connection, GivenDatabase run, String extension) throws SQLException {
        Optional<String> target = query(connection, "select s from unnest(?::text[]) with ordinality path(s, at)"
                + " where has_schema_privilege(s, 'CREATE') order by at", ownPath(run)).stream().findFirst();
        if (target.isEmpty()) {
            throw GivenDatabaseErrors.extension(extension, "there is no schema in the search path ("
                    + run.request().searchPath() + ") in which it may be put", null);
        }
        try {
            execute(connection, "alter extension %s set schema %s".formatted(identifier(connection, extension),
                    identifier(connection, target.get())));
            log.debugf("Moved extension '%s' from boot schema '%s' to schema '%s'", extension, run.bootSchema(), target.get());
        } catch (SQLException refused) {
            throw GivenDatabaseErrors.extension(extension, refused.getMessage(), refused);
        }
    }

    /** The schemas that exist of the application's own search path, as an array of SQL. */
    private static String ownPath(GivenDatabase run) throws SQLException {
        try (Connection application = run.request().server().application().open(run.original())) {
            return query(application, "select current_schemas(false)::text").get(0);
        }
    }
}
