package io.quarkiverse.isolatedschema.runtime.reset;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

import org.postgresql.PGStatement;

/**
 * The connection that wipes. Its settings hold for its whole life, since changing the role of replication throws all plans
 * of a session away.
 *
 * @param connection the connection, in auto-commit mode
 * @param replica whether neither foreign keys nor ordinary triggers and rules are heeded, which Postgres allows to superusers
 * @param patience how long others are waited for
 */
record WipeSession(Connection connection, boolean replica, Duration patience) {

    /**
     * Rows are kept as text, so the text must be readable again. Row security that cannot be left out is an error rather than
     * a table that looks empty. Those the server does not know are left out.
     */
    private static final String SETTINGS = """
            select set_config(s.name, wanted.value, false) from pg_settings s join (values ('array_nulls', 'on'),
                ('client_min_messages', 'warning'), ('default_transaction_isolation', 'read committed'),
                ('default_transaction_read_only', 'off'), ('idle_session_timeout', '0'), ('intervalstyle', 'postgres'),
                ('jit', 'off'), ('lock_timeout', ?), ('max_parallel_workers_per_gather', '0'), ('row_security', 'off'),
                ('statement_timeout', '0'), ('synchronous_commit', 'off'), ('xmloption', 'content')) wanted(name, value)
                on wanted.name = lower(s.name)
            """;

    private static final String SUPERUSER = """
            select 'yes' from pg_roles where rolname = current_user and rolsuper
            """;

    private static final String NO_PRIVILEGE = "42501";

    static WipeSession of(Connection connection, Duration patience) throws SQLException {
        boolean replica = becomeReplica(connection);
        query(connection, SETTINGS, String.valueOf(Math.max(1, patience.toMillis())));
        return new WipeSession(connection, replica, patience);
    }

    /** Tried, since newer servers can grant it to others than superusers. */
    private static boolean becomeReplica(Connection connection) throws SQLException {
        try {
            execute(connection, "set session_replication_role = replica");
            return true;
        } catch (SQLException refused) {
            if (NO_PRIVILEGE.equals(refused.getSQLState())) {
                return false;
            }
            throw refused;
        }
    }

    /** A statement that the server plans once for as long as the driver remembers it by its text. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.unwrap(PGStatement.class).setPrepareThreshold(1);
        return statement;
    }

    boolean superuser() throws SQLException {
        return !query(connection, SUPERUSER).isEmpty();
    }
}
