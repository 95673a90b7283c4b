package io.quarkiverse.isolatedschema.runtime.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.postgresql.PGConnection;

/** Drops, changes and asks about databases. */
public final class Databases {

    private static final String OURS = "select datname from pg_database where datname ~ ? and datconnlimit in ("
            + Marker.CONNECTION_LIMIT + ", " + Marker.HALF_DROPPED + ") and pg_has_role(datdba, 'USAGE') order by datname";

    private static final String COMMENTS = "select datname || ' ' || shobj_description(oid, 'pg_database') from pg_database"
            + " where datname ~ ? and datconnlimit = " + Marker.CONNECTION_LIMIT + " and pg_has_role(datdba, 'USAGE')"
            + " and shobj_description(oid, 'pg_database') is not null";

    private static final int FORCE_SINCE = 13;

    private Databases() {
    }

    /**
     * Drops a database that is ours, with its sessions.
     *
     * @param connection asks; in auto-commit mode
     * @param name the name of the database; one that does not exist is fine
     * @throws SQLException when the server refuses
     * @throws IllegalArgumentException when the name is none of ours
     */
    public static void drop(Connection connection, String name) throws SQLException {
        if (LeaseName.owner(name).isEmpty()) {
            throw new IllegalArgumentException("Database '" + name + "' is not one of ours and is never dropped");
        }
        boolean force = connection.getMetaData().getDatabaseMajorVersion() >= FORCE_SINCE;
        if (!force) {
            endSessions(connection, name);
        }
        execute(connection, "drop database if exists " + identifier(connection, name) + (force ? " with (force)" : ""));
    }

    /**
     * Drops a database that is ours, with its sessions and with what keeps Postgres from dropping it though nobody is
     * connected: prepared transactions, replication slots and subscriptions.
     *
     * @param connection asks; in auto-commit mode, in another database
     * @param access connects to the database, where something has to be ended inside of it
     * @param name the name of the database; one that does not exist is fine
     * @throws SQLException when the server refuses
     * @throws IllegalArgumentException when the name is none of ours
     */
    public static void drop(Connection connection, ServerAccess access, String name) throws SQLException {
        PreparedTransactions.rollBack(connection, access, name);
        Replication.end(connection, access, name);
        drop(connection, name);
    }

    /**
     * @param connection asks
     * @return the names of the databases of its server that are ours and that the asking role may drop
     * @throws SQLException when the server refuses
     */
    public static List<String> ours(Connection connection) throws SQLException {
        return query(connection, OURS, LeaseName.DATABASE_PATTERN);
    }

    /**
     * Says in the database's comment what it is for.
     *
     * @param connection asks
     * @param name the name of the database
     * @param purpose what it is for
     * @throws SQLException when the server refuses
     */
    public static void comment(Connection connection, String name, String purpose) throws SQLException {
        mark(connection, name, Marker.comment(purpose));
    }

    /**
     * Sets the database's comment.
     *
     * @param connection asks
     * @param name the name of the database
     * @param comment the whole text
     * @throws SQLException when the server refuses
     */
    public static void mark(Connection connection, String name, String comment) throws SQLException {
        execute(connection,
                "comment on database %s is %s".formatted(identifier(connection, name), literal(connection, comment)));
    }

    /**
     * @param connection asks
     * @return the comments, by name, of the databases that are ours and that the asking role may drop
     * @throws SQLException when the server refuses
     */
    public static Map<String, String> comments(Connection connection) throws SQLException {
        return byName(query(connection, COMMENTS, LeaseName.DATABASE_PATTERN));
    }

    /** Our names hold no spaces. */
    static Map<String, String> byName(List<String> lines) {
        Map<String, String> comments = new TreeMap<>();
        lines.forEach(line -> comments.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
        return comments;
    }

    /**
     * @param connection asks
     * @return the server's time, by the millisecond
     * @throws SQLException when the server refuses
     */
    public static Instant now(Connection connection) throws SQLException {
        return Instant.ofEpochMilli(Long.parseLong(
                query(connection, "select floor(extract(epoch from clock_timestamp()) * 1000)::bigint::text").get(0)));
    }

    /**
     * Lets nobody in any more, so that the database can be copied at any time.
     *
     * @param connection asks
     * @param name the name of the database
     * @throws SQLException when the server refuses
     */
    public static void seal(Connection connection, String name) throws SQLException {
        execute(connection, "alter database " + identifier(connection, name) + " allow_connections false");
    }

    /**
     * @param connection asks
     * @param name the name of a database
     * @return whether it exists
     * @throws SQLException when the server refuses
     */
    public static boolean exists(Connection connection, String name) throws SQLException {
        return !query(connection, "select datname from pg_database where datname = ?", name).isEmpty();
    }

    /**
     * @param connection asks
     * @param name the name of a database
     * @return a line for each session in it but the asking one: process id, application, state and latest SQL
     * @throws SQLException when the server refuses
     */
    public static List<String> sessions(Connection connection, String name) throws SQLException {
        return query(connection, "select format('process %s (%s, %s): %s', pid, application_name, state, query)"
                + " from pg_stat_activity where datname = ? and pid <> pg_backend_pid()", name);
    }

    /**
     * Ends every session in a database but the asking one.
     *
     * @param connection asks
     * @param name the name of the database
     * @throws SQLException when the server refuses
     */
    public static void endSessions(Connection connection, String name) throws SQLException {
        query(connection, "select pg_terminate_backend(pid)::text from pg_stat_activity"
                + " where datname = ? and pid <> pg_backend_pid()", name);
    }

    /**
     * Runs one or more statements.
     *
     * @param connection runs them
     * @param sql the statements
     * @throws SQLException when the server refuses
     */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Asks for one column of text.
     *
     * @param connection asks
     * @param sql the query
     * @param parameters its parameters
     * @return the first column of all rows
     * @throws SQLException when the server refuses
     */
    public static List<String> query(Connection connection, String sql, String... parameters) throws SQLException {
        List<String> column = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    column.add(rows.getString(1));
                }
            }
        }
        return column;
    }

    /**
     * @param connection knows how the server quotes
     * @param name any name
     * @return the name as an identifier in SQL
     * @throws SQLException when it cannot be one
     */
    public static String identifier(Connection connection, String name) throws SQLException {
        return connection.unwrap(PGConnection.class).escapeIdentifier(name);
    }

    /**
     * @param connection knows how the server quotes
     * @param text any text
     * @return the text as a literal in SQL
     * @throws SQLException when it cannot be one
     */
    public static String literal(Connection connection, String text) throws SQLException {
        return "'" + connection.unwrap(PGConnection.class).escapeLiteral(text) + "'";
    }
}
