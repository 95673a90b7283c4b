package io.quarkiverse.isolatedschema.deployment.devservices;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Tells which server the application works with. */
@Path("/server")
public class ServerResource {

    @Inject
    DataSource datasource;

    @GET
    public String server() throws SQLException {
        try (Connection connection = datasource.getConnection()) {
            return "first " + Rows.query(connection,
                    "select concat_ws(' ', current_database(), inet_server_port(), pg_postmaster_start_time())");
        }
    }
}
