package io.quarkiverse.isolatedschema.runtime.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

import org.postgresql.Driver;

/**
 * How to reach one server: an address, and who asks.
 * <p>
 * Connections are opened through the driver itself and are not pooled, so that nothing a user configured for the pool
 * (initial SQL, interceptors, transactions) stands between us and the server.
 */
public final class ServerAccess {

    /** Among the driver's properties, which takes no notice of it: where psql finds the password. */
    public static final String PASS_FILE = "passfile";

    private static final String APPLICATION_NAME = "isolated-schema";

    private final JdbcUrl url;

    private final Supplier<Properties> properties;

    /**
     * @param url the URL of any database of the server
     * @param properties the driver's properties, user name and password among them; asked anew for each connection,
     *        because credentials providers rotate
     */
    public ServerAccess(JdbcUrl url, Supplier<Properties> properties) {
        this.url = url.withoutSearchPath();
        this.properties = properties;
    }

    /** @return the URL this was made with, without its search path */
    public JdbcUrl url() {
        return url;
    }

    /**
     * @return the role that asks, as the URL or else the driver's properties name it, in the order of pgjdbc; empty when
     *         neither does
     */
    public String user() {
        return url.parameters().getOrDefault("user", properties.get().getProperty("user", ""));
    }

    /** @return the file from which psql reads the password, where nobody else can know it */
    public Optional<String> passFile() {
        return Optional.ofNullable(properties.get().getProperty(PASS_FILE));
    }

    /**
     * Opens a connection in auto-commit mode.
     *
     * @param database the name of the database
     * @return a new connection; the caller closes it
     * @throws SQLException when the server cannot be reached or refuses
     */
    public Connection connect(String database) throws SQLException {
        return open(url.withDatabase(database));
    }

    /**
     * Opens a connection as the application would, with the search path that its roles and the URL give it.
     *
     * @param original the URL
     * @return a new connection; the caller closes it
     * @throws SQLException when the server cannot be reached or refuses
     */
    public Connection open(JdbcUrl original) throws SQLException {
        Properties asked = new Properties();
        asked.putAll(properties.get());
        asked.putIfAbsent("ApplicationName", APPLICATION_NAME);
        Connection connection = new Driver().connect(original.toString(), asked);
        if (connection == null) {
            throw new SQLException("The Postgres driver does not take the URL '"
                    + JdbcUrl.withoutSecrets(original.toString()) + "'");
        }
        return connection;
    }
}
