package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.postgresql.PGStatement;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.reset.WipeScope;

/**
 * Where the sequences of a lease stood: a rollback does not take back what they gave out.
 * <p>
 * Every one is set, whether it moved or not: that costs no more than to ask, and sees what {@code setval} did, too.
 */
final class SequencePositions {

    /** Changes when a sequence is made or dropped, since oids only grow. */
    private static final String WHICH = "select concat(count(*), ' ', sum(seqrelid::bigint)) from pg_sequence";

    private static final String SEQUENCES = "select format('%%I.%%I', n.nspname, c.relname), %s from pg_sequence s"
            + " join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace"
            + " where c.relpersistence <> 't' and c.relnamespace in (%s) and has_schema_privilege(n.oid, 'USAGE') and (%s) order by 1";

    /** Asked of the sequences' own catalog: asked of other relations, it fails. */
    private static final String SETTABLE = "has_sequence_privilege(s.seqrelid, 'SELECT') and has_sequence_privilege(s.seqrelid, 'UPDATE')";

    private static final String MOVABLE = "has_sequence_privilege(s.seqrelid, 'USAGE') or has_sequence_privilege(s.seqrelid, 'UPDATE')";

    /** Also what a session does not forget by a rollback: its advisory locks, and values of sequences it took ahead. */
    private static final String RESTORE = "select count(setval(sequence::regclass, value, called))"
            + " from unnest(?::oid[], ?::bigint[], ?::bool[]) as known (sequence, value, called);"
            + " select pg_advisory_unlock_all(); discard sequences";

    private static final String NO_TABLE = "42P01";

    private final WipeScope scope;

    private String which = "";

    private String query = WHICH;

    private final List<Long> sequences = new ArrayList<>();

    private final List<Long> values = new ArrayList<>();

    private final List<Boolean> called = new ArrayList<>();

    SequencePositions(WipeScope scope) {
        this.scope = scope;
    }

    /**
     * Takes where they stand now for where they should stand.
     *
     * @param connection asks; in auto-commit mode
     * @return whether there are others than the last time
     * @throws SQLException when the server refuses, or when values could be taken that cannot be given back
     */
    boolean read(Connection connection) throws SQLException {
        if (sameSequences(connection)) {
            return false;
        }
        List<String> names = names(connection);
        query = WHICH + names.stream().map(name -> "select tableoid, last_value, is_called from " + name)
                .collect(Collectors.joining(" union all ", names.isEmpty() ? "" : "; ", ""));
        which = Databases.query(connection, WHICH).get(0);
        if (!sameSequences(connection)) {
            throw new SQLException("Somebody makes or drops sequences while a test method begins");
        }
        return true;
    }

    /** Those that the application can move. */
    private List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> notSettable = new ArrayList<>();
        try (PreparedStatement statement = connection
                .prepareStatement(SEQUENCES.formatted(SETTABLE, scope.schemas(connection), MOVABLE));
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                (rows.getBoolean(2) ? names : notSettable).add(rows.getString(1));
            }
        }
        if (!notSettable.isEmpty()) {
            throw Refusals.sequences(notSettable);
        }
        return names;
    }

    private boolean sameSequences(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection, query)) {
            statement.execute();
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                if (!row.getString(1).equals(which)) {
                    return false;
                }
            }
            clear();
            if (statement.getMoreResults()) {
                take(statement);
            }
            return true;
        } catch (SQLException refused) {
            if (NO_TABLE.equals(refused.getSQLState())) {
                return false;
            }
            throw refused;
        }
    }

    private void clear() {
        sequences.clear();
        values.clear();
        called.clear();
    }

    private void take(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                sequences.add(rows.getLong(1));
                values.add(rows.getLong(2));
                called.add(rows.getBoolean(3));
            }
        }
    }

    /**
     * Sets them back, and lets the session forget what it keeps of them.
     *
     * @param connection sets them; in auto-commit mode
     * @throws SQLException when the server refuses
     */
    void restore(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection, RESTORE)) {
            statement.setString(1, array(sequences));
            statement.setString(2, array(values));
            statement.setString(3, array(called));
            statement.execute();
        }
    }

    private static String array(List<?> items) {
        return items.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    /** Planned once. */
    private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.unwrap(PGStatement.class).setPrepareThreshold(1);
        return statement;
    }
}
