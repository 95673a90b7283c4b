package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.isolatedschema.runtime.reset.Marks.Mark;

/**
 * One sequence; identity columns have theirs, too.
 *
 * @param place its place among the sequences that are watched
 * @param oid its oid
 * @param name its name with its schema, as SQL
 * @param cached whether sessions take several values at once and keep those they have not given out
 */
record WatchedSequence(int place, long oid, String name, boolean cached) {

    private static final String SEQUENCES = """
            select c.oid, format('%%I.%%I', n.nspname, c.relname), s.seqcache > 1
              from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence s on s.seqrelid = c.oid
              where c.relpersistence <> 't' and c.relnamespace in (%s) order by c.oid
            """;

    static List<WatchedSequence> of(Connection connection, WipeScope scope) throws SQLException {
        List<WatchedSequence> sequences = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(SEQUENCES.formatted(scope.schemas(connection)));
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                sequences.add(new WatchedSequence(sequences.size(), rows.getLong(1), rows.getString(2), rows.getBoolean(3)));
            }
        }
        return sequences;
    }

    /** Its mark, as a query: its last value, and 1 if that was given out. */
    String mark() {
        return "last_value, is_called::int from " + name;
    }

    /** Statements that put it back to where it stood. */
    String restart(Mark position) {
        String set = "select setval(%d::oid::regclass, %d, %b)".formatted(oid, position.count(), position.sum() == 1);
        return cached ? forgetCached(position) + ";" + set : set;
    }

    /** Only a new file lets sessions forget the values that they keep. */
    private String forgetCached(Mark position) {
        return "alter sequence %s restart with %d".formatted(name, position.count());
    }
}
