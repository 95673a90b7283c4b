package io.quarkiverse.isolatedschema;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The current lease in the test's hands: {@code @Inject SchemaLease lease}, or a parameter of a test or lifecycle
 * method.
 * <p>
 * It always speaks of the lease of now. Used in a class without a schema of its own, or after its class, every method
 * throws {@link IsolationException}.
 */
public interface SchemaLease {

    /** @return the name of the schema, {@code test_} and 32 hexadecimal digits, first in the search path of the class */
    String schema();

    /** @return the name of the database that holds the schema */
    String database();

    /** @return the JDBC URL that reaches the schema, its search path included; without user name and password */
    String jdbcUrl();

    /** @return a command line that opens {@code psql} in the schema; it holds no password */
    String psql();

    /**
     * Opens a connection of its own to the schema, outside the application's pool and transactions.
     *
     * @return a new connection in auto-commit mode; the caller closes it
     * @throws SQLException when the server refuses it
     */
    Connection connect() throws SQLException;
}
