package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/**
 * Where the sequences of a database stood, over all its schemas: a rollback does not take back what they gave out.
 * <p>
 * Every one is set, whether it moved or not: that costs no more than to ask, and sees what {@code setval} did, too.
 */
final class SequencePositions {

    /** The privileges are asked of the sequences' own catalog: asked of other relations, they fail. */
    private static final String SEQUENCES = "select format('select %s::oid, last_value, is_called from %s', c.oid, c.oid::regclass)"
            + " from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace"
            + " where n.nspname !~ '^pg_' and has_sequence_privilege(s.seqrelid, 'SELECT')"
            + " and has_sequence_privilege(s.seqrelid, 'UPDATE') order by c.oid";

    private final String restoring;

    private SequencePositions(String restoring) {
        this.restoring = restoring;
    }

    /**
     * @param connection asks; in auto-commit mode
     * @return where the sequences stand that its role may set
     * @throws SQLException when the server refuses
     */
    static SequencePositions of(Connection connection) throws SQLException {
        List<String> sequences = Databases.query(connection, SEQUENCES);
        List<String> positions = new ArrayList<>();
        if (sequences.isEmpty()) {
            return new SequencePositions("");
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(String.join(" union all ", sequences))) {
            while (rows.next()) {
                positions.add("(%d, %d, %b)".formatted(rows.getLong(1), rows.getLong(2), rows.getBoolean(3)));
            }
        }
        return new SequencePositions("select count(setval(sequence::oid::regclass, value, called)) from (values "
                + String.join(", ", positions) + ") as known (sequence, value, called)");
    }

    /**
     * @param connection sets them; in auto-commit mode
     * @throws SQLException when the server refuses
     */
    void restore(Connection connection) throws SQLException {
        if (!restoring.isEmpty()) {
            Databases.execute(connection, restoring);
        }
    }
}
