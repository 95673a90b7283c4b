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

    private static final String SOCKET_TIMEOUT = "socketTimeout";

    /** A server that is alive answers to a new connection sooner. */
    private static final int CONNECT_SECONDS = 30;

    /** Nothing that we ask takes longer on a server that works; without a limit one that has fallen silent is waited for. */
    private static final int ANSWER_MILLIS = 300_000;

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
     * Opens a connection for our own purposes, in auto-commit mode. It waits for no answer longer than five minutes, unless
     * the user has set another limit.
     *
     * @param database the name of the database
     * @return a new connection; the caller closes it
     * @throws SQLException when the server cannot be reached or refuses
     */
    public Connection connect(String database) throws SQLException {
        Properties asked = properties();
        boolean unlimited = !url.parameters().containsKey(SOCKET_TIMEOUT)
                && asked.putIfAbsent(SOCKET_TIMEOUT, String.valueOf(CONNECT_SECONDS)) == null;
        asked.putIfAbsent("tcpKeepAlive", "true");
        Connection connection = open(url.withDatabase(database), asked);
        if (unlimited) {
            connection.setNetworkTimeout(null, ANSWER_MILLIS);
        }
        return connection;
    }

    /**
     * Opens a connection on which no answer takes longer than half a minute: for the end of a run, which must not wait for a
     * server that has fallen silent.
     *
     * @param database the name of the database
     * @return a new connection, in auto-commit mode; the caller closes it
     * @throws SQLException when the server cannot be reached or refuses
     */
    public Connection connectForTheEnd(String database) throws SQLException {
        Connection connection = connect(database);
        connection.setNetworkTimeout(null, CONNECT_SECONDS * 1000);
        return connection;
    }

    /**
     * Opens a connection as the application would, with the search path that its roles and the URL give it.
     *
     * @param original the URL
     * @return a new connection; the caller closes it
     * @throws SQLException when the server cannot be reached or refuses
     */
    public Connection open(JdbcUrl original) throws SQLException {
        return open(original, properties());
    }

    private Properties properties() {
        Properties asked = new Properties();
        asked.putAll(properties.get());
        asked.putIfAbsent("ApplicationName", APPLICATION_NAME);
        return asked;
    }

    private static Connection open(JdbcUrl url, Properties properties) throws SQLException {
        Connection connection = new Driver().connect(url.toString(), properties);
        if (connection == null) {
            throw new SQLException(
                    "The Postgres driver does not take the URL '" + JdbcUrl.withoutSecrets(url.toString()) + "'");
        }
        return connection;
    }
}
