package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/**
 * One session of the server. A transaction is rolled back only when its session is gone, which a closed connection does not
 * tell: the server notices that when its statement ends.
 *
 * @param process its process
 * @param since when it began, since the numbers of processes are used again
 */
record ServerSession(String process, String since) {

    private static final String OWN = "select pid || ' ' || backend_start from pg_stat_get_activity(pg_backend_pid())";

    private static final String END = "select pg_terminate_backend(pid)::text from pg_stat_get_activity(?::int)"
            + " where backend_start = ?::timestamptz";

    private static final long POLL_NANOS = 2_000_000;

    /** The session of a connection. */
    static ServerSession of(Connection connection) throws SQLException {
        String own = Databases.query(connection, OWN).get(0);
        int space = own.indexOf(' ');
        return new ServerSession(own.substring(0, space), own.substring(space + 1));
    }

    /**
     * Ends it and waits until it is gone.
     *
     * @param other asks, as the same role
     * @param limit how long
     * @throws SQLException when the server refuses, or when it is still there at the end
     */
    void end(Connection other, Duration limit) throws SQLException {
        long last = System.nanoTime() + limit.toNanos();
        List<String> found = Databases.query(other, END, process, since);
        while (!found.isEmpty()) {
            if (System.nanoTime() > last) {
                throw new SQLException("Process " + process + " of the server does not end within " + limit.toMillis() + " ms");
            }
            LockSupport.parkNanos(POLL_NANOS);
            found = Databases.query(other, END, process, since);
        }
    }
}
