package io.quarkiverse.isolatedschema.deployment.devservices;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** Connections to an embedded server, in simple query mode. */
final class PostgresLogin {

    private PostgresLogin() {
    }

    /**
     * Connects.
     *
     * @param port where the server listens
     * @param username the user
     * @param password that user's password
     * @param database the database
     * @throws SQLException if the server refuses
     */
    static Connection connect(int port, String username, String password, String database) throws SQLException {
        return source(port, username, password, database).getConnection();
    }

    /**
     * Asks a server what it works in.
     *
     * @param port where the server listens
     * @param superuser a superuser
     * @param password that user's password
     * @param limit how long each step may take, in whole seconds
     * @throws SQLException if the server refuses, or does not answer
     */
    static Path dataDirectory(int port, String superuser, String password, Duration limit) throws SQLException {
        PGSimpleDataSource source = source(port, superuser, password, "postgres");
        source.setConnectTimeout((int) limit.toSeconds());
        source.setSocketTimeout((int) limit.toSeconds());
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet data = statement.executeQuery("show data_directory")) {
            data.next();
            return Path.of(data.getString(1));
        }
    }

    private static PGSimpleDataSource source(int port, String username, String password, String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] { "localhost" });
        source.setPortNumbers(new int[] { port });
        source.setDatabaseName(database);
        source.setUser(username);
        source.setPassword(password);
        source.setPreferQueryMode(PreferQueryMode.SIMPLE);
        return source;
    }
}
