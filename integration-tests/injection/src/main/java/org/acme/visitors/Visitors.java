package org.acme.visitors;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;

/** Numbers visitors, in a table that it makes when the application starts. */
@ApplicationScoped
public class Visitors {

    private final AgroalDataSource dataSource;

    Visitors(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    void createTable(@Observes StartupEvent event) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists visitor (id serial primary key, name text unique)");
        }
    }

    public int welcome(String name) throws SQLException {
        String insert = "insert into visitor (name) values (?) returning id";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, name);
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getInt("id");
        }
    }
}
