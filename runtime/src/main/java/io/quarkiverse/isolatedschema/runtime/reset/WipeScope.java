package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/**
 * What belongs to a lease, and is brought back to its baseline.
 *
 * @param schema the name of the only schema, or empty for every schema of the database that is not the server's own
 */
public record WipeScope(Optional<String> schema) {

    /** @return every schema of the application, for a lease that is a database of its own */
    public static WipeScope database() {
        return new WipeScope(Optional.empty());
    }

    /**
     * @param name the name of a schema
     * @return that schema, for a lease that shares its database with others
     */
    public static WipeScope schema(String name) {
        return new WipeScope(Optional.of(name));
    }

    /** Whether the database holds nothing but the lease, so that what lies in no schema belongs to it, too. */
    boolean wholeDatabase() {
        return schema.isEmpty();
    }

    /**
     * @param connection knows how the server quotes
     * @return a query for the oids of the schemas
     * @throws SQLException when the name cannot be quoted
     */
    public String schemas(Connection connection) throws SQLException {
        return "select oid from pg_namespace where " + (schema.isPresent()
                ? "nspname = " + Databases.literal(connection, schema.get())
                : "nspname !~ '^pg_' and nspname <> 'information_schema'");
    }
}
