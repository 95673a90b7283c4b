package io.quarkiverse.isolatedschema.runtime.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/** Reads in one snapshot, with settings under which two connections print the same object the same. */
final class ReadTransaction {

    /** Those the server does not know are left out. */
    private static final String SETTINGS = """
            select set_config(s.name, wanted.value, %s) from pg_settings s join (values ('search_path', ''),
                ('quote_all_identifiers', 'off'), ('timezone', 'UTC'), ('datestyle', 'ISO, MDY'), ('intervalstyle', 'postgres'),
                ('extra_float_digits', '3'), ('bytea_output', 'hex'), ('jit', 'off')) wanted(name, value)
                on wanted.name = lower(s.name)
            """;

    private ReadTransaction() {
    }

    /**
     * The same settings for a session that does nothing else, without a transaction: what is refused then refuses nothing
     * that follows.
     */
    static void settle(Connection connection) throws SQLException {
        Databases.query(connection, SETTINGS.formatted(false));
    }

    /** What is read in it. */
    interface Reading<T> {

        T read() throws SQLException;
    }

    /** Nothing of it is left: it is rolled back, in the caller's transaction to a savepoint. */
    static <T> T in(Connection connection, Reading<T> reading) throws SQLException {
        if (!connection.getAutoCommit()) {
            Savepoint before = connection.setSavepoint();
            try {
                Databases.query(connection, SETTINGS.formatted(true));
                return reading.read();
            } finally {
                connection.rollback(before);
                connection.releaseSavepoint(before);
            }
        }
        connection.setAutoCommit(false);
        try {
            Databases.execute(connection, "set transaction isolation level repeatable read, read only");
            Databases.query(connection, SETTINGS.formatted(true));
            return reading.read();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
