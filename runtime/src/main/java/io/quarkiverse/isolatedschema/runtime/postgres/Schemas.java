package io.quarkiverse.isolatedschema.runtime.postgres;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.identifier;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.literal;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Makes, drops and lists schemas in a database of users. Every schema made here carries the {@link Marker} from its first
 * instant, and none is dropped without it.
 */
public final class Schemas {

    private static final String OURS = "select nspname from pg_namespace where nspname ~ ?"
            + " and obj_description(oid, 'pg_namespace') like '" + Marker.COMMENT_PREFIX + "%'"
            + " and pg_has_role(nspowner, 'USAGE') order by nspname";

    private static final String COMMENTS = "select nspname || ' ' || obj_description(oid, 'pg_namespace') from pg_namespace"
            + " where nspname ~ ? and obj_description(oid, 'pg_namespace') like '" + Marker.COMMENT_PREFIX + "%'"
            + " and pg_has_role(nspowner, 'USAGE')";

    /** Somebody who has a transaction open on one of its tables keeps a schema from being dropped for as long as he likes. */
    private static final String DROP_LOCK_TIMEOUT = "2s";

    private static final String STILL_NEEDED = "2BP01";

    private Schemas() {
    }

    /**
     * Makes a schema and marks it, in one transaction.
     *
     * @param connection asks
     * @param name the name of the schema
     * @param owner the role that owns it
     * @param purpose what it is for
     * @throws SQLException when the server refuses
     */
    public static void create(Connection connection, String name, String owner, String purpose) throws SQLException {
        Transaction.in(connection, () -> {
            execute(connection, "create schema %s authorization %s".formatted(identifier(connection, name),
                    identifier(connection, owner)));
            comment(connection, name, purpose);
        });
    }

    /**
     * Says in the schema's comment that it is ours, and what it is for.
     *
     * @param connection asks
     * @param name the name of the schema
     * @param purpose what it is for
     * @throws SQLException when the server refuses
     */
    public static void comment(Connection connection, String name, String purpose) throws SQLException {
        mark(connection, name, Marker.comment(purpose));
    }

    /**
     * Sets the schema's comment, which is the mark of a schema of ours.
     *
     * @param connection asks
     * @param name the name of the schema
     * @param comment the whole text, which begins with {@link Marker#COMMENT_PREFIX}
     * @throws SQLException when the server refuses
     */
    public static void mark(Connection connection, String name, String comment) throws SQLException {
        execute(connection,
                "comment on schema %s is %s".formatted(identifier(connection, name), literal(connection, comment)));
    }

    /**
     * @param connection asks
     * @return the comments, by name, of the schemas in its database that are ours and that the asking role may drop
     * @throws SQLException when the server refuses
     */
    public static Map<String, String> comments(Connection connection) throws SQLException {
        return Databases.byName(query(connection, COMMENTS, LeaseName.SCHEMA_PATTERN));
    }

    /**
     * Drops a schema that is ours, in a transaction of its own, since one large schema takes thousands of locks. Prepared
     * transactions that hold locks in it are rolled back before.
     *
     * @param connection asks; in auto-commit mode
     * @param name the name of the schema; one that does not exist is fine
     * @throws SQLException when the server refuses, among others with 55P03 when somebody works in the schema, or with 2BP01
     *         when something outside of it would go along
     * @throws IllegalArgumentException when the schema is none of ours
     */
    public static void drop(Connection connection, String name) throws SQLException {
        if (LeaseName.owner(name).isEmpty()) {
            throw new IllegalArgumentException("Schema '" + name + "' is not one of ours and is never dropped");
        }
        if (query(connection, "select nspname from pg_namespace where nspname = ?", name).isEmpty()) {
            return;
        }
        if (!ours(connection).contains(name)) {
            throw new IllegalArgumentException("Schema '" + name + "' is not marked as one of ours and is never dropped");
        }
        PreparedTransactions.rollBackInSchema(connection, name);
        Transaction.in(connection, () -> {
            execute(connection,
                    "set local lock_timeout = '" + DROP_LOCK_TIMEOUT + "'; set local client_min_messages = warning");
            query(connection, "select set_config(name, 'off', true) from pg_settings where name = 'jit'");
            List<String> outside = SchemaDependents.of(connection, name);
            if (!outside.isEmpty()) {
                throw new SQLException("Schema '" + name + "' is not dropped, because " + outside.get(0)
                        + ", which lies outside of it, would go along", STILL_NEEDED);
            }
            execute(connection, "drop schema " + identifier(connection, name) + " cascade");
        });
    }

    /**
     * @param connection asks
     * @return the names of the schemas in its database that are ours and that the asking role may drop
     * @throws SQLException when the server refuses
     */
    public static List<String> ours(Connection connection) throws SQLException {
        return query(connection, OURS, LeaseName.SCHEMA_PATTERN);
    }
}
