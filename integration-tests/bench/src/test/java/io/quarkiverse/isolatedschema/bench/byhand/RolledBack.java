package io.quarkiverse.isolatedschema.bench.byhand;

import java.sql.Connection;
import java.sql.SQLException;

/** One transaction for each class, rolled back at its end. */
final class RolledBack implements Way {

    private final Database database;

    private Connection connection;

    RolledBack(Database database) {
        this.database = database;
        database.flyway().load().migrate();
    }

    @Override
    public void dirty() throws SQLException {
        connection = database.connect();
        connection.setAutoCommit(false);
        Database.dirty(connection);
    }

    @Override
    public Connection fresh() throws SQLException {
        connection.rollback();
        return connection;
    }

    @Override
    public void close() {
        database.close();
    }
}
