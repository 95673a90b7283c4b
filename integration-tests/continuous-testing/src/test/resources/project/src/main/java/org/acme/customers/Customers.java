package org.acme.customers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

@ApplicationScoped
public class Customers {

    private static final String INSERT = "insert into customer (email) values (?)";

    @Inject
    DataSource dataSource;

    public void add(String email) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, email);
            insert.executeUpdate();
        }
    }

    public int count() throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from customer")) {
            row.next();
            return row.getInt(1);
        }
    }
}
