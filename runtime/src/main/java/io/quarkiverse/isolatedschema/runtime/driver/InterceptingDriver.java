package io.quarkiverse.isolatedschema.runtime.driver;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

import org.postgresql.jdbc.PgConnection;

/**
 * Postgres' own driver, with an {@link Interception} between it and a pool. A pool is given this class by name, so it has a
 * public constructor, and it is never registered with the {@code DriverManager}.
 */
public final class InterceptingDriver implements Driver {

    /** The JDBC property that names the interception by its id. The real driver does not see it. */
    public static final String INTERCEPTION = "isolatedSchemaInterception";

    private static final Map<String, Interception> INTERCEPTIONS = new ConcurrentHashMap<>();

    private final Driver driver = new org.postgresql.Driver();

    /**
     * @param interception asked from now on
     * @return its id, the value of {@link #INTERCEPTION} for pools that it belongs to
     */
    public static String add(Interception interception) {
        String id = UUID.randomUUID().toString();
        INTERCEPTIONS.put(id, interception);
        return id;
    }

    /** @param id of the interception that is no longer asked: the pool gets connections of the real driver then */
    public static void remove(String id) {
        INTERCEPTIONS.remove(id);
    }

    /** @return whether the interception is still asked */
    public static boolean knows(String id) {
        return INTERCEPTIONS.containsKey(id);
    }

    /**
     * @return what the interception gives, or a connection of the real driver where none is named that is still asked, or
     *         null for a URL that is not Postgres'
     */
    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Properties rest = new Properties();
        rest.putAll(info);
        Interception interception = INTERCEPTIONS.get(String.valueOf(rest.remove(INTERCEPTION)));
        return interception == null ? driver.connect(url, rest) : interception.connection(more -> {
            Properties all = new Properties();
            all.putAll(rest);
            all.putAll(more);
            return driver.connect(url, all).unwrap(PgConnection.class);
        });
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return driver.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        return driver.getPropertyInfo(url, info);
    }

    @Override
    public int getMajorVersion() {
        return driver.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return driver.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return driver.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.postgresql");
    }
}
