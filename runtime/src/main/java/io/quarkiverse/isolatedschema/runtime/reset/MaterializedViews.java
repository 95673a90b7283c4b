package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.reset.Marks.Mark;

/**
 * The materialized views. Nobody can write to them, so one that a test refreshed is refreshed again when its tables are
 * back, and must then hold what it held.
 */
final class MaterializedViews {

    private static final String VIEWS = """
            select c.oid, format('%%I.%%I', n.nspname, c.relname), c.relispopulated
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where c.relkind = 'm' and c.relnamespace in (%s) order by c.oid
            """;

    private static final String DIGEST = "select concat(count(*), ' ', sum(hashtext(line)::bigint), ' ', sum(hashtext('#' || line)::bigint))"
            + " from (select format('%%s', isolated_row) as line from %s isolated_row) l";

    private final Connection connection;

    private final String views;

    private final String reference;

    private final Map<Long, State> baseline = new HashMap<>();

    /** @param mark of its rows, null when it is not populated */
    private record View(long oid, String name, Mark mark) {
    }

    private record State(Mark mark, String digest) {
    }

    MaterializedViews(Connection connection, WipeScope scope, String reference) throws SQLException {
        this.connection = connection;
        this.views = VIEWS.formatted(scope.schemas(connection));
        this.reference = reference;
        accept();
    }

    /** Takes what they hold now for what they should hold. */
    void accept() throws SQLException {
        baseline.clear();
        for (View view : read()) {
            baseline.put(view.oid(), new State(view.mark(), digest(view)));
        }
    }

    /** Whether one was refreshed, to whatever effect. */
    boolean refreshed() throws SQLException {
        return !baseline.isEmpty() && !changed().isEmpty();
    }

    /**
     * Brings all back that were refreshed, in the order in which they were made.
     *
     * @return their names
     * @throws NotRestored when one held something else than what its query gives
     */
    List<String> restore() throws SQLException {
        List<String> restored = new ArrayList<>();
        for (View view : changed()) {
            State wanted = baseline.get(view.oid());
            if (wanted.mark() == null) {
                Databases.execute(connection, "refresh materialized view " + view.name() + " with no data");
            } else if (!wanted.digest().equals(digest(view))) {
                Databases.execute(connection, "refresh materialized view " + view.name());
                if (!wanted.digest().equals(digest(view))) {
                    throw new NotRestored("Materialized view " + view.name()
                            + " was refreshed by the test, and held something else before than its query gives");
                }
            }
            restored.add(view.name());
        }
        return restored;
    }

    private List<View> changed() throws SQLException {
        return read().stream().filter(view -> {
            Mark wanted = baseline.get(view.oid()).mark();
            return wanted == null ? view.mark() != null : !wanted.equals(view.mark());
        }).toList();
    }

    private List<View> read() throws SQLException {
        List<View> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(views); ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String name = rows.getString(2);
                found.add(new View(rows.getLong(1), name, rows.getBoolean(3) ? mark(name) : null));
            }
        }
        return found;
    }

    private Mark mark(String view) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select " + Marks.ofRows(reference) + "from " + view);
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return new Mark(rows.getLong(1), rows.getLong(2));
        }
    }

    /** Null for one that is not populated. */
    private String digest(View view) throws SQLException {
        return populated(view) ? Databases.query(connection, DIGEST.formatted(view.name())).get(0) : null;
    }

    private boolean populated(View view) throws SQLException {
        return !Databases.query(connection, "select 'yes' from pg_class where relispopulated and oid = ?::oid",
                String.valueOf(view.oid())).isEmpty();
    }
}
