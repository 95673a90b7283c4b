package io.quarkiverse.isolatedschema.bench.byhand;

import java.sql.Connection;
import java.sql.SQLException;

import org.flywaydb.core.Flyway;

/** {@code flyway.clean()} and {@code flyway.migrate()}, as many teams write it. */
final class CleanAndMigrate implements Way {

    private final Database database;

    private final Flyway flyway;

    CleanAndMigrate(Database database) {
        this.database = database;
        this.flyway = database.flyway().load();
        flyway.migrate();
    }

    @Override
    public void dirty() throws SQLException {
        try (Connection connection = database.connect()) {
            Database.dirty(connection);
        }
    }

    @Override
    public Connection fresh() throws SQLException {
        flyway.clean();
        flyway.migrate();
        return database.connect();
    }

    @Override
    public void close() {
        database.close();
    }
}
