package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;

/**
 * Where databases are made and dropped from: dedicated connections to a database that is never copied, since a session
 * in the source keeps Postgres from copying it. They run no SQL of users. One makes and another one drops, so that nobody
 * who wants a lease waits for a drop.
 */
final class Maintenance implements AutoCloseable {

    /**
     * Every server has them. The second one only where the first is what is copied: a session in it keeps others from
     * making databases in the usual way.
     */
    private static final List<String> DATABASES = List.of("postgres", "template1");

    /** Owner lock, making, dropping, renaming, and one to spare. */
    static final int OWN_CONNECTIONS = 5;

    /** What the server and the role allow; no limit holds for a superuser. */
    private static final String ALLOWED_CONNECTIONS = """
            select least(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true)::int, 0),
              (select rolconnlimit from pg_roles where rolname = ? and rolconnlimit >= 0 and not rolsuper))::text
            """;

    private static final String NO_SUCH_DATABASE = "3D000";

    private static final String NO_PRIVILEGE = "42501";

    private static final String NOT_IN_HBA = "28000";

    private static final int ANSWER_SECONDS = 5;

    /** Unless the user has set another limit. */
    private static final String LIMIT_LOCKS = "select set_config('lock_timeout', '30s', false)"
            + " where current_setting('lock_timeout') = '0'";

    private final ServerAccess access;

    private final String database;

    private Connection connection;

    private Connection dropping;

    private Maintenance(ServerAccess access, String database, Connection connection) {
        this.access = access;
        this.database = database;
        this.connection = connection;
    }

    /**
     * @param access who makes and drops databases
     * @param source the database that is copied, in which this must not be
     * @param original the database of the URL, asked where the role is not let into any other
     * @return an open place
     * @throws SQLException when the server cannot be reached or refuses
     */
    static Maintenance of(ServerAccess access, String source, String original) throws SQLException {
        String database = DATABASES.stream().filter(name -> !name.equals(source)).findFirst().orElseThrow();
        try {
            return inside(access, database);
        } catch (SQLException refused) {
            if (List.of(NO_SUCH_DATABASE, NO_PRIVILEGE, NOT_IN_HBA).contains(String.valueOf(refused.getSQLState()))) {
                return inside(access, original);
            }
            throw refused;
        }
    }

    /**
     * @param access who makes and drops schemas
     * @param database the database that holds them
     * @return an open place inside it
     * @throws SQLException when the server cannot be reached or refuses
     */
    static Maintenance inside(ServerAccess access, String database) throws SQLException {
        return new Maintenance(access, database, limited(access.connect(database)));
    }

    /** The connection that makes, opened again when its session has ended; one thread at a time. */
    synchronized Connection connection() throws SQLException {
        connection = alive(connection);
        return connection;
    }

    /** The connection that drops, opened when it is first asked for or its session has ended; one thread at a time. */
    synchronized Connection dropping() throws SQLException {
        dropping = alive(dropping);
        return dropping;
    }

    /** Only an answer shows that the server was not started anew and the network did not fail since the last one. */
    private Connection alive(Connection known) throws SQLException {
        if (known != null && known.isValid(ANSWER_SECONDS)) {
            return known;
        }
        if (known != null) {
            known.close();
        }
        return connect();
    }

    /**
     * @param role who the pools' connections belong to
     * @return how many connections the server and that role leave to pools beside our own; at least 1
     * @throws SQLException when the server refuses
     */
    int connectionsForPools(String role) throws SQLException {
        try (Connection asking = connect()) {
            int allowed = Integer.parseInt(Databases.query(asking, ALLOWED_CONNECTIONS, role).get(0));
            return Math.max(1, allowed - OWN_CONNECTIONS);
        }
    }

    /** One more connection; the caller closes it. */
    Connection connect() throws SQLException {
        return limited(access.connect(database));
    }

    /** One that does not wait long for a server that has fallen silent; the caller closes it. */
    Connection connectForTheEnd() throws SQLException {
        return limited(access.connectForTheEnd(database));
    }

    /** Without a limit, who keeps a lock on the template or the run database keeps a test class waiting forever. */
    private static Connection limited(Connection connection) throws SQLException {
        Databases.query(connection, LIMIT_LOCKS);
        return connection;
    }

    @Override
    public synchronized void close() throws SQLException {
        if (dropping != null) {
            dropping.close();
        }
        connection.close();
    }
}
