package io.quarkiverse.isolatedschema.deployment.devservices;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks a database; of JDK types only, so that it can be part of a test application. */
public final class Rows {

    private Rows() {
    }

    /** The first column of the first row. */
    public static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
