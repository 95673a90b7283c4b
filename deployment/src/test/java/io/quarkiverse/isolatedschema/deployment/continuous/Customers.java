package io.quarkiverse.isolatedschema.deployment.continuous;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The application whose tests run continuously. Its source is edited while they do. */
@ApplicationScoped
public class Customers {

    static final String REVISION = "first revision";

    @Inject
    DataSource dataSource;

    void add(String email) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into customer (email) values (?)")) {
            insert.setString(1, email);
            insert.executeUpdate();
        }
    }

    /** What the application works with: its source, the columns of its table, the schema, and the URL. */
    String describe() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select string_agg(column_name, ' ' order by ordinal_position),"
                        + " current_schema() from information_schema.columns where table_name = 'customer'")) {
            row.next();
            return String.join("|", REVISION, row.getString(1), row.getString(2), connection.getMetaData().getURL());
        }
    }
}
