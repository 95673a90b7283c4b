package io.quarkiverse.isolatedschema.runtime.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one sequence stands.
 *
 * @param sequence its name, without its schema
 * @param value its last value
 * @param called whether that value has been given out; if not, it is the next one
 */
public record SequencePosition(String sequence, long value, boolean called) {

    private static final String SEQUENCES = "select format('select %L, last_value, is_called from %I.%I', c.relname, n.nspname, c.relname)"
            + " from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and n.nspname = ?"
            + " order by c.relname";

    /**
     * @param connection asks; may read the sequences
     * @param schema the name of a schema
     * @return the positions of all its sequences, in the order of their names
     * @throws SQLException when the server refuses
     */
    public static List<SequencePosition> of(Connection connection, String schema) throws SQLException {
        List<String> sequences = Databases.query(connection, SEQUENCES, schema);
        List<SequencePosition> positions = new ArrayList<>();
        if (sequences.isEmpty()) {
            return positions;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(String.join(" union all ", sequences))) {
            while (rows.next()) {
                positions.add(new SequencePosition(rows.getString(1), rows.getLong(2), rows.getBoolean(3)));
            }
        }
        return positions;
    }
}
