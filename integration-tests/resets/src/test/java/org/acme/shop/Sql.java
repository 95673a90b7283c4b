package org.acme.shop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;

/** Plain SQL through the application's datasource: committed at once, or with the transaction of the thread. */
final class Sql {

    private Sql() {
    }

    static DataSource dataSource() {
        return Arc.container().instance(AgroalDataSource.class).get();
    }

    static void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            execute(connection, sql);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows. */
    static List<String> query(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            return query(connection, sql);
        }
    }

    static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    static Contents contents() throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            return Contents.of(connection);
        }
    }
}
