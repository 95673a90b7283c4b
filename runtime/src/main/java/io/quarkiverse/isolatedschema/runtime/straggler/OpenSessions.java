package io.quarkiverse.isolatedschema.runtime.straggler;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/**
 * The sessions on the server of connections that are still in use. Closing a connection alone leaves its statement
 * running there until it ends by itself, with its locks.
 */
final class OpenSessions {

    private static final Logger log = Logger.getLogger(OpenSessions.class);

    private static final int SQL_LENGTH = 200;

    /** Only sessions of the same role and database, in case something between us and the server makes up process ids. */
    private static final String END = """
            select pid, case state
                when 'active' then format('running for %s ms: ', ms(query_start))
                when 'idle' then 'not in a transaction, idle since its last SQL: '
                else format('%s for %s ms, since its last SQL: ', state, ms(state_change)) end || coalesce(query, ''),
                pg_terminate_backend(pid)
            from pg_stat_activity
            where pid = any (?) and datname = current_database() and usename = current_user and pid <> pg_backend_pid()
            """.replaceAll("ms\\((\\w+)\\)", "round(extract(epoch from clock_timestamp() - $1) * 1000)");

    private OpenSessions() {
    }

    /**
     * Ends sessions in a lease.
     *
     * @param lease the lease
     * @param connections whose sessions end
     * @return by connection, what each did; nothing of those that have gone by themselves
     */
    static Map<Connection, String> end(Lease lease, List<Connection> connections) {
        // Told before the sessions end: a connection that has noticed its end does not tell any more.
        Map<Integer, Connection> processes = new HashMap<>();
        connections.forEach(used -> process(used).ifPresent(process -> processes.put(process, used)));
        if (processes.isEmpty()) {
            return Map.of();
        }
        try (Connection connection = lease.access().open(lease.url());
                PreparedStatement end = connection.prepareStatement(END)) {
            end.setArray(1, connection.createArrayOf("int4", processes.keySet().toArray()));
            return read(end, processes);
        } catch (SQLException refused) {
            log.debugf(refused, "What still runs in schema %s can't be told", lease.schema());
            return Map.of();
        }
    }

    private static Map<Connection, String> read(PreparedStatement query, Map<Integer, Connection> processes)
            throws SQLException {
        Map<Connection, String> sessions = new IdentityHashMap<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                sessions.put(processes.get(rows.getInt(1)), oneLine(rows.getString(2)));
            }
        }
        return sessions;
    }

    private static String oneLine(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() > SQL_LENGTH ? line.substring(0, SQL_LENGTH) + "…" : line;
    }

    /** The process of the server that serves the connection; empty where the driver does not tell. */
    private static Optional<Integer> process(Connection connection) {
        try {
            return Optional.of(connection.unwrap(PGConnection.class).getBackendPID());
        } catch (SQLException other) {
            return Optional.empty();
        }
    }
}
