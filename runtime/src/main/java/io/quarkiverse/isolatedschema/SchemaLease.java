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

    /**
     * Remembers the schema as it is now, until the end of the test class, so that {@link #restore(String)} can bring it back.
     * Nobody may work in it meanwhile: transactions have to be over, and connections of {@link #connect()} closed.
     *
     * @param name any name; a snapshot that had it before is forgotten
     * @throws IsolationException when somebody still works in the schema, or the test method is rolled back
     */
    void snapshot(String name);

    /**
     * Brings back what the schema was at a snapshot of this test class; may be repeated. Where databases are cloned the
     * application passes to a new copy, with other names of schema and database.
     *
     * @param name the name of the snapshot
     * @throws IsolationException when there is none of that name, somebody still works in the schema, or the test method is
     *         rolled back; the schema is as it was then
     */
    void restore(String name);
}
