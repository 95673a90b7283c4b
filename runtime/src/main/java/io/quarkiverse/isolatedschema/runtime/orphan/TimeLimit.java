package io.quarkiverse.isolatedschema.runtime.orphan;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/**
 * Bounds several drops together in time. A drop waits for whoever holds a lock on what it drops, and a database's also until
 * every session of the server has noticed it, for as long as these like.
 */
final class TimeLimit implements AutoCloseable {

    /** How long a lock is waited for. */
    static final Duration LOCK = Duration.ofSeconds(2);

    /** How long one drop may take. One that is cut off leaves a database to which nobody can connect, for the next sweep. */
    static final Duration DROP = Duration.ofSeconds(5);

    private static final String SETTINGS = "select setting from pg_settings"
            + " where name in ('lock_timeout', 'statement_timeout') order by name";

    /** What the server says of a statement that took too long. */
    private static final String CANCELED = "57014";

    private final Connection connection;

    private final List<String> before;

    private final long end;

    /**
     * @param connection drops; in auto-commit mode
     * @param total how long all drops together may take
     * @throws SQLException when the server refuses
     */
    TimeLimit(Connection connection, Duration total) throws SQLException {
        this.connection = connection;
        this.before = Databases.query(connection, SETTINGS);
        this.end = System.nanoTime() + total.toNanos();
    }

    /**
     * To be called before each drop.
     *
     * @throws SQLException when no time is left, or the server refuses
     */
    void applyToNext() throws SQLException {
        long left = Math.min(DROP.toMillis(), (end - System.nanoTime()) / 1_000_000);
        if (left <= 0) {
            throw new SQLException("No time is left to drop it", CANCELED);
        }
        set(String.valueOf(Math.min(left, LOCK.toMillis())), String.valueOf(left));
    }

    private void set(String lockTimeout, String statementTimeout) throws SQLException {
        Databases.execute(connection, "set lock_timeout = %s; set statement_timeout = %s".formatted(lockTimeout,
                statementTimeout));
    }

    /** The connection goes on with the limits it had before. */
    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            set(before.get(0), before.get(1));
        }
    }
}
