package io.quarkiverse.isolatedschema.runtime.catalog;

import java.sql.Connection;
import java.sql.SQLException;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/** The name of the schema that is read, as a name and as Postgres prints it in SQL. */
record OwnName(String name, String printed) {

    /** What stands for it. */
    static final String PLACEHOLDER = "<schema>";

    static OwnName of(Connection connection, String schema) throws SQLException {
        return new OwnName(schema, Databases.query(connection, "select quote_ident(?)", schema).get(0));
    }

    String leftOutOf(String text) {
        return text.replace(printed, PLACEHOLDER).replace(name, PLACEHOLDER);
    }
}
