package io.quarkiverse.isolatedschema.runtime.recording;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;

import org.postgresql.jdbc.PgConnection;

/**
 * Postgres' own driver, whose connections take part in a {@link Recording}. A pool is given this class by name, so it has a
 * public constructor, and it is never registered with the {@code DriverManager}.
 */
public final class RecordingDriver implements Driver {

    /** The JDBC property that names the recording by its id. The real driver does not see it. */
    public static final String RECORDING = "isolatedSchemaRecording";

    private final Driver driver = new org.postgresql.Driver();

    /**
     * @return a connection that is recorded, or one of the real driver where no running recording is named, or null for a
     *         URL that is not Postgres'
     */
    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        Properties rest = new Properties();
        rest.putAll(info);
        Optional<Recording> recording = Recording.of(String.valueOf(rest.remove(RECORDING)));
        Connection connection = driver.connect(url, rest);
        return connection != null && recording.isPresent()
                ? RecordedConnection.of(connection.unwrap(PgConnection.class), recording.get())
                : connection;
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
