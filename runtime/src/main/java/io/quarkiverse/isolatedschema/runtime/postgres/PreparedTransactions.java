package io.quarkiverse.isolatedschema.runtime.postgres;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.identifier;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.literal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jboss.logging.Logger;

/**
 * Transactions that were prepared and never ended: they keep their locks without a session, outlive restarts of the server,
 * and keep their database from being dropped or copied, and a schema they worked in from being dropped.
 * <p>
 * Whoever rolls them back has to be connected to their database, as the role that prepared them.
 */
public final class PreparedTransactions {

    private static final Logger log = Logger.getLogger(PreparedTransactions.class);

    private static final String IN_DATABASE = "select gid, owner from pg_prepared_xacts join pg_database on datname = database"
            + " where database = ? and datname ~ '" + LeaseName.DATABASE_PATTERN + "' and datconnlimit = "
            + Marker.CONNECTION_LIMIT + " order by gid";

    /**
     * Their locks have no process; the one on its own number tells which of them a transaction has. Changing a function takes
     * no lock but on its row.
     */
    private static final String IN_SCHEMA = """
            select distinct p.gid, p.owner from pg_prepared_xacts p
                join pg_locks own on own.locktype = 'transactionid' and own.transactionid = p.transaction and own.pid is null
                join pg_locks l on l.virtualtransaction = own.virtualtransaction and l.pid is null
                join pg_namespace n on n.nspname = ?
            where p.database = current_database() and (
                l.locktype = 'relation' and l.relation in (select oid from pg_class where relnamespace = n.oid)
                or l.locktype = 'object' and (
                    l.classid = 'pg_namespace'::regclass and l.objid = n.oid
                    or l.classid = 'pg_type'::regclass and l.objid in (select oid from pg_type where typnamespace = n.oid)
                    or l.classid = 'pg_proc'::regclass and l.objid in (select oid from pg_proc where pronamespace = n.oid))
                or exists (select from pg_proc where pronamespace = n.oid and pg_proc.xmax = p.transaction))
            order by gid
            """;

    private PreparedTransactions() {
    }

    private record Prepared(String gid, String owner) {
    }

    /**
     * @param connection asks
     * @param database the name of a database
     * @return the names of those in it; none where the database is not ours by name and {@link Marker}
     * @throws SQLException when the server refuses
     */
    public static List<String> in(Connection connection, String database) throws SQLException {
        return query(connection, IN_DATABASE, database).stream().map(Prepared::gid).toList();
    }

    /**
     * Rolls back those in a database. Nothing is done where the database is not ours by name and {@link Marker}.
     *
     * @param connection asks; in any database
     * @param access connects to the database
     * @param database its name
     * @throws SQLException when the server cannot be asked; those that it refuses to roll back stay
     */
    public static void rollBack(Connection connection, ServerAccess access, String database) throws SQLException {
        List<Prepared> found = query(connection, IN_DATABASE, database);
        if (found.isEmpty()) {
            return;
        }
        try (Connection inside = access.connect(database)) {
            found.forEach(prepared -> rollBack(inside, prepared, database));
        } catch (SQLException closed) {
            log.debugf(closed, "The prepared transactions in '%s' stay", database);
        }
    }

    /**
     * Rolls back those that hold locks in a schema. The caller makes sure that it is ours.
     *
     * @param inside asks; in the database that holds the schema, in auto-commit mode
     * @param schema its name
     * @throws SQLException when the server cannot be asked; those that it refuses to roll back stay
     */
    static void rollBackInSchema(Connection inside, String schema) throws SQLException {
        query(inside, IN_SCHEMA, schema).forEach(prepared -> rollBack(inside, prepared, schema));
    }

    private static void rollBack(Connection inside, Prepared prepared, String place) {
        try {
            execute(inside, "set role " + identifier(inside, prepared.owner()));
            try {
                execute(inside, "rollback prepared " + literal(inside, prepared.gid()));
            } finally {
                execute(inside, "reset role");
            }
            log.debugf("Rolled back prepared transaction '%s' of role '%s' in '%s'", prepared.gid(), prepared.owner(), place);
        } catch (SQLException refused) {
            log.debugf(refused, "Prepared transaction '%s' in '%s' stays, since it belongs to role '%s'", prepared.gid(), place,
                    prepared.owner());
        }
    }

    private static List<Prepared> query(Connection connection, String sql, String place) throws SQLException {
        List<Prepared> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, place);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new Prepared(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return found;
    }
}
