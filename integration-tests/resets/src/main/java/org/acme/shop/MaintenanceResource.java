package org.acme.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.agroal.api.AgroalDataSource;

/** What operators do, outside of transactions. */
@Path("/maintenance")
public class MaintenanceResource {

    private final AgroalDataSource dataSource;

    MaintenanceResource(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    @POST
    public void run(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
