package io.quarkiverse.isolatedschema.bench.byhand;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import io.quarkiverse.isolatedschema.bench.schema.Migrations;

/** The same tables for all classes, emptied in between, and reference data inserted again. */
final class CleanUp implements Way {

    private final Database database;

    private final String sql;

    private CleanUp(Database database, String sql) {
        this.database = database;
        this.sql = sql;
        database.flyway().load().migrate();
    }

    /** One {@code TRUNCATE} of all tables. */
    static CleanUp truncate(Database database, Migrations migrations) {
        return new CleanUp(database, "truncate " + String.join(", ", migrations.tables()) + " restart identity cascade;"
                + String.join("", migrations.referenceData()));
    }

    /** A {@code DELETE} of each table, those that point to others first. */
    static CleanUp delete(Database database, Migrations migrations) {
        List<String> tables = new ArrayList<>(migrations.tables());
        Collections.reverse(tables);
        return new CleanUp(database, tables.stream().map(table -> "delete from " + table + ";")
                .collect(Collectors.joining()) + String.join("", migrations.referenceData()));
    }

    @Override
    public void dirty() throws SQLException {
        try (Connection connection = database.connect()) {
            Database.dirty(connection);
        }
    }

    @Override
    public Connection fresh() throws SQLException {
        Connection connection = database.connect();
        Database.execute(connection, "begin;" + sql + "commit;");
        return connection;
    }

    @Override
    public void close() {
        database.close();
    }
}
