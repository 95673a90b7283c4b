package io.quarkiverse.isolatedschema.bench.byhand;

import java.sql.Connection;
import java.sql.SQLException;

/** A new schema for each class, filled by somebody; the one before is dropped. */
final class FreshSchema implements Way {

    private final Database database;

    private final Filler filler;

    private int number;

    FreshSchema(Database database, Filler filler) {
        this.database = database;
        this.filler = filler;
    }

    /** Makes a schema and all in it. */
    @FunctionalInterface
    interface Filler {
        void make(Database database, String schema) throws SQLException;
    }

    /** By Flyway. */
    static void migrate(Database database, String schema) {
        database.flyway().schemas(schema).defaultSchema(schema).load().migrate();
    }

    /**
     * By the statements of all migrations, recorded before and sent at once, in one transaction.
     *
     * @param sql the statements
     */
    static Filler replay(String sql) {
        return (database, schema) -> {
            try (Connection connection = database.connect()) {
                connection.setAutoCommit(false);
                Database.execute(connection, "create schema " + schema + "; set local search_path to " + schema + ";" + sql);
                connection.commit();
                connection.setAutoCommit(true);
            }
        };
    }

    private String schema() {
        return "fresh_" + number;
    }

    @Override
    public void dirty() {
        // The schema of the class before is dropped as a whole.
    }

    @Override
    public Connection fresh() throws SQLException {
        number++;
        filler.make(database, schema());
        Connection connection = database.connect();
        connection.setSchema(schema());
        return connection;
    }

    @Override
    public boolean drop() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setSchema("public");
            Database.execute(connection, "drop schema " + schema() + " cascade");
        }
        return true;
    }

    @Override
    public void close() {
        database.close();
    }
}
