package io.quarkiverse.isolatedschema.runtime.catalog;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.literal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/**
 * Counts, table by table, the rows that were added, changed and removed between two schemas of the same tables, within
 * bounds of time and size. What is beyond them is told as not counted, so that a look at a big lease costs seconds at most.
 */
public final class RowChanges {

    private static final String TABLES = """
            select c.relname, format('%%I.%%I', n.nspname, c.relname),
                array(select quote_ident(a.attname) from %1$s and (? or %2$s) order by a.attname),
                array(select quote_ident(a.attname) from pg_index i join pg_attribute a on a.attrelid = c.oid
                    and a.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary order by a.attnum)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and (c.relkind = 'r' or c.relkind = 'm' and c.relispopulated)
            """.formatted(ComparedColumns.STORED, ComparedColumns.SAME_AT_EVERY_BOOT);

    private static final String OUT_OF_TIME = "57014";

    private static final String LOCKED = "55P03";

    private final Connection expectedIn;

    private final Connection actualIn;

    private final Bounds bounds;

    private final boolean exact;

    private final long end;

    /**
     * @param expectedIn asks for the rows before; in auto-commit mode, used for nothing else
     * @param actualIn asks for the rows after; in auto-commit mode, used for nothing else
     * @param exact whether both are copies of one database, so that columns count, too, that differ from boot to boot
     * @param bounds the most that is looked at; its time begins now
     * @throws SQLException when the server refuses
     */
    public RowChanges(Connection expectedIn, Connection actualIn, boolean exact, Bounds bounds) throws SQLException {
        this.expectedIn = expectedIn;
        this.actualIn = actualIn;
        this.exact = exact;
        this.bounds = bounds;
        this.end = System.nanoTime() + bounds.time().toNanos();
        ReadTransaction.settle(expectedIn);
        ReadTransaction.settle(actualIn);
    }

    /**
     * The most that is looked at.
     *
     * @param rows how many rows a table may have, of which more than the number is asked for
     * @param time how long all may take
     */
    public record Bounds(int rows, Duration time) {
    }

    /** How to ask for the rows of one table. */
    private record Table(String sql, Set<String> columns, Set<String> key) {
    }

    /** The number of a table's rows, and a digest that does not depend on their order. */
    private record Content(long count, String digest) {
    }

    /**
     * @param expectedSchema the name of the schema with the rows before
     * @param actualSchema the name of the schema with the rows after
     * @return a change for each table of both whose rows differ or could not be counted, in the order of their names
     * @throws SQLException when the server refuses to tell which tables there are
     */
    public List<TableChange> between(String expectedSchema, String actualSchema) throws SQLException {
        SortedMap<String, Table> expected = tables(expectedIn, expectedSchema);
        SortedMap<String, Table> actual = tables(actualIn, actualSchema);
        List<TableChange> changes = new ArrayList<>();
        for (Map.Entry<String, Table> entry : expected.entrySet()) {
            Table after = actual.get(entry.getKey());
            if (after != null) {
                String name = entry.getKey();
                change(name, new Rows(expectedIn, expectedSchema, entry.getValue(), after),
                        new Rows(actualIn, actualSchema, after, entry.getValue())).ifPresent(changes::add);
            }
        }
        return changes;
    }

    private SortedMap<String, Table> tables(Connection connection, String schema) throws SQLException {
        SortedMap<String, Table> tables = new TreeMap<>();
        bound(connection);
        OwnName own = OwnName.of(connection, schema);
        try (PreparedStatement query = connection.prepareStatement(TABLES)) {
            query.setBoolean(1, exact);
            query.setString(2, schema);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    tables.put(own.leftOutOf(rows.getString(1)), new Table(rows.getString(2),
                            names(rows.getArray(3).getArray()), names(rows.getArray(4).getArray())));
                }
            }
        }
        return tables;
    }

    private static Set<String> names(Object array) {
        return new LinkedHashSet<>(List.of((String[]) array));
    }

    private Optional<TableChange> change(String table, Rows before, Rows after) {
        try {
            Content expected = before.content();
            Content actual = after.content();
            if (expected.equals(actual)) {
                return Optional.empty();
            }
            return Optional.of(Math.max(expected.count(), actual.count()) > bounds.rows()
                    ? TableChange.notCounted(table, "%d rows, before %d".formatted(actual.count(), expected.count()))
                    : count(table, before, after));
        } catch (SQLException refused) {
            return Optional.of(TableChange.notCounted(table, switch (String.valueOf(refused.getSQLState())) {
                case OUT_OF_TIME -> "more than could be read in %d ms".formatted(bounds.time().toMillis());
                case LOCKED -> "somebody has locked it";
                default -> refused.getMessage();
            }));
        }
    }

    private static TableChange count(String table, Rows before, Rows after) throws SQLException {
        if (!before.isKeyed()) {
            return countUnkeyed(table, before.lines(), after.lines());
        }
        Map<String, String> expected = before.byKey();
        long added = 0;
        long changed = 0;
        for (Map.Entry<String, String> row : after.byKey().entrySet()) {
            String was = expected.remove(row.getKey());
            added += was == null ? 1 : 0;
            changed += was == null || was.equals(row.getValue()) ? 0 : 1;
        }
        return new TableChange(table, added, changed, expected.size(), Optional.empty());
    }

    private static TableChange countUnkeyed(String table, List<String> before, List<String> after) {
        Map<String, Integer> more = new HashMap<>();
        after.forEach(line -> more.merge(line, 1, Integer::sum));
        before.forEach(line -> more.merge(line, -1, Integer::sum));
        return new TableChange(table, more.values().stream().filter(n -> n > 0).mapToLong(n -> n).sum(), 0,
                more.values().stream().filter(n -> n < 0).mapToLong(n -> -n).sum(), Optional.empty());
    }

    /** No statement may take longer than what is left of the time. */
    private void bound(Connection connection) throws SQLException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SQLException("The time is up", OUT_OF_TIME);
        }
        Databases.execute(connection, "set statement_timeout = %d; set lock_timeout = %1$d".formatted(left));
    }

    /** The rows of one table. What both sides are compared by is what they have in common. */
    private final class Rows {

        private final Connection connection;

        private final String schema;

        private final Table table;

        private final Set<String> columns;

        private final Set<String> key;

        Rows(Connection connection, String schema, Table table, Table other) {
            this.connection = connection;
            this.schema = schema;
            this.table = table;
            this.columns = new LinkedHashSet<>(table.columns());
            this.columns.retainAll(other.columns());
            this.key = table.key().equals(other.key()) && columns.containsAll(table.key()) ? table.key() : Set.of();
        }

        boolean isKeyed() {
            return !key.isEmpty();
        }

        /** The row as text, in which the name of the schema does not matter. */
        private String text(Set<String> names) throws SQLException {
            return "replace(row(%s)::text, %s, %s)".formatted(String.join(", ", names), literal(connection, schema),
                    literal(connection, OwnName.PLACEHOLDER));
        }

        private String hash(String text) {
            return "concat(hashtext(%s), ' ', hashtext('#' || %1$s))".formatted(text);
        }

        Content content() throws SQLException {
            String sql = "select count(*), concat(sum(hashtext(t.line)::bigint), ' ', sum(hashtext('#' || t.line)::bigint))"
                    + " from (select %s as line from only %s) t".formatted(text(columns), table.sql());
            bound(connection);
            try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return new Content(row.getLong(1), row.getString(2));
            }
        }

        List<String> lines() throws SQLException {
            bound(connection);
            return Databases.query(connection, "select " + hash(text(columns)) + " from only " + table.sql());
        }

        Map<String, String> byKey() throws SQLException {
            Map<String, String> rows = new HashMap<>();
            bound(connection);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select %s, %s from only %s".formatted(text(key), hash(text(columns)), table.sql()))) {
                while (row.next()) {
                    rows.put(row.getString(1), row.getString(2));
                }
            }
            return rows;
        }
    }
}
