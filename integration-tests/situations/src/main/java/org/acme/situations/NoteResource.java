package org.acme.situations;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.agroal.api.AgroalDataSource;

/** Takes notes in the default datasource, and tells where they are. */
@Path("/notes")
@Produces(MediaType.TEXT_PLAIN)
public class NoteResource {

    @Inject
    AgroalDataSource dataSource;

    @POST
    public void take(String text) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into note (text) values (?)")) {
            insert.setString(1, text);
            insert.executeUpdate();
        }
    }

    @GET
    public long count() throws SQLException {
        return Long.parseLong(ask("select count(*) from note"));
    }

    /** The schema of the notes. */
    @GET
    @Path("/schema")
    public String schema() throws SQLException {
        return ask("select relnamespace::regnamespace from pg_class where oid = 'note'::regclass");
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
