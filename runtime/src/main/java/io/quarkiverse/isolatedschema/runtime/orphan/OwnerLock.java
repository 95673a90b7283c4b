package io.quarkiverse.isolatedschema.runtime.orphan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;

/**
 * Proof of life: a session-level advisory lock with the run's own key, held by a connection of its own for as long as
 * the run lives. The server releases it when the process dies, however it dies.
 * <p>
 * Advisory locks are per database, so others never try to take it: they read {@code pg_locks}, which shows the locks of
 * all databases.
 */
public final class OwnerLock implements AutoCloseable {

    /**
     * The server notices within a minute that a machine is gone that said no more, and not after two hours; and whatever
     * stands between keeps the connection, over which nothing else is said.
     */
    private static final String KEEP_ALIVE = "set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10;"
            + " set tcp_keepalives_count = 3";

    private static final int ANSWER_SECONDS = 5;

    private final Connection connection;

    private OwnerLock(Connection connection) {
        this.connection = connection;
    }

    /**
     * Takes the lock. Do this before anything of the run is created.
     *
     * @param connection holds the lock from now on, and is used for nothing else
     * @param run the owner
     * @return the lock; closing it closes the connection
     * @throws SQLException when the server refuses
     */
    public static OwnerLock take(Connection connection, RunId run) throws SQLException {
        Databases.execute(connection, KEEP_ALIVE);
        lock(connection, "select pg_advisory_lock(?)", run);
        return new OwnerLock(connection);
    }

    /**
     * The same, without waiting for another session that holds it.
     *
     * @param connection holds the lock from now on, and is used for nothing else
     * @param run the owner
     * @return the lock; empty when another session holds it
     * @throws SQLException when the server refuses
     */
    static Optional<OwnerLock> tryToTake(Connection connection, RunId run) throws SQLException {
        Databases.execute(connection, KEEP_ALIVE);
        return lock(connection, "select pg_try_advisory_lock(?)::text", run).equals("true")
                ? Optional.of(new OwnerLock(connection))
                : Optional.empty();
    }

    private static String lock(Connection connection, String sql, RunId run) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            lock.setLong(1, run.key());
            try (ResultSet result = lock.executeQuery()) {
                result.next();
                return String.valueOf(result.getString(1));
            }
        }
    }

    /** @return whether its session lives; takes a round trip */
    boolean isHeld() {
        try {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException gone) {
            return false;
        }
    }

    /**
     * @param connection any connection to the server
     * @return the runs that hold their lock now, in whatever database of the server
     * @throws SQLException when the server refuses
     */
    public static Set<RunId> living(Connection connection) throws SQLException {
        Set<RunId> living = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet locks = statement.executeQuery(
                        "select classid::bigint, objid::bigint from pg_locks where locktype = 'advisory' and objsubid = 1 and granted")) {
            while (locks.next()) {
                living.add(new RunId(locks.getLong(1) << 32 | locks.getLong(2)));
            }
        }
        return living;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
