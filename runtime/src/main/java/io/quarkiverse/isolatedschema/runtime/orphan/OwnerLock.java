package io.quarkiverse.isolatedschema.runtime.orphan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

import io.quarkiverse.isolatedschema.runtime.postgres.RunId;

/**
 * Proof of life: a session-level advisory lock with the run's own key, held by a connection of its own for as long as
 * the run lives. The server releases it when the process dies, however it dies.
 * <p>
 * Advisory locks are per database, so others never try to take it: they read {@code pg_locks}, which shows the locks of
 * all databases.
 */
public final class OwnerLock implements AutoCloseable {

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
        try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_lock(?)")) {
            lock.setLong(1, run.key());
            lock.execute();
        }
        return new OwnerLock(connection);
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
