package org.acme.guests;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
import io.quarkus.cache.CacheResult;

/** The guests, asked of the database once. */
@ApplicationScoped
public class Guests {

    @Inject
    AgroalDataSource dataSource;

    public void arrive(String name) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into guest values (?)")) {
            insert.setString(1, name);
            insert.executeUpdate();
        }
    }

    @CacheResult(cacheName = "guests")
    public List<String> names() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement("select name from guest");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
