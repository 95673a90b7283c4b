package io.quarkiverse.isolatedschema.runtime.reset;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows of the baseline, kept in a temporary table of the wiping session, so that nobody else sees them.
 * <p>
 * A row is kept as text, since a column of a user's type would keep a test from dropping that type. Where it lies and which
 * transaction wrote it tell whether it is still there as it was: who changes a row writes it anew elsewhere.
 */
final class RowCopies {

    /** What large objects are kept as, which are no table's. */
    static final long LARGE_OBJECTS = 2995;

    private static final String NAME = "pg_temp.isolated_schema_rows";

    private static final String CREATE = """
            create temporary table if not exists isolated_schema_rows (relid oid, place tid, born xid, line text);
            create index if not exists isolated_schema_rows_place on pg_temp.isolated_schema_rows (relid, place);
            """;

    /**
     * A table of more rows or bytes is not copied. It can still be rid of rows that were added; where more was changed, a fresh
     * lease costs less than a copy of the table.
     */
    static final int MOST_ROWS = 20_000;

    private static final int MOST_BYTES = 32 << 20;

    private static final String SMALL = "select t::text from unnest(?::oid[]) t where pg_table_size(t::regclass) <= "
            + MOST_BYTES;

    private final Connection connection;

    private final Set<Long> copied = new HashSet<>();

    RowCopies(Connection connection) {
        this.connection = connection;
    }

    /** Begins anew. */
    void clear() throws SQLException {
        execute(connection, CREATE + "truncate " + NAME);
        copied.clear();
    }

    /** Lets the server know how many there are. */
    void analyze() throws SQLException {
        execute(connection, "analyze " + NAME);
    }

    /**
     * Keeps the rows that some tables have now, and no others of them, but for tables that have too many.
     *
     * @param rows the number of rows of each
     */
    void keep(Map<WatchedTable, Long> rows) throws SQLException {
        List<String> statements = new ArrayList<>();
        rows.keySet().stream().filter(table -> copied.remove(table.oid()))
                .map(table -> "delete from %s where relid = %d".formatted(NAME, table.oid())).forEach(statements::add);
        for (WatchedTable table : small(rows)) {
            statements.add(
                    "insert into %s select %d, isolated_row.ctid, isolated_row.xmin, format('%%s', isolated_row) from only %s isolated_row"
                            .formatted(NAME, table.oid(), table.name()));
            copied.add(table.oid());
        }
        if (!statements.isEmpty()) {
            execute(connection, String.join(";", statements));
        }
    }

    private List<WatchedTable> small(Map<WatchedTable, Long> rows) throws SQLException {
        List<WatchedTable> few = rows.entrySet().stream().filter(each -> each.getValue() > 0 && each.getValue() <= MOST_ROWS)
                .map(Map.Entry::getKey).toList();
        if (few.isEmpty()) {
            return few;
        }
        Set<String> small = Set.copyOf(query(connection, SMALL,
                few.stream().map(table -> String.valueOf(table.oid())).collect(Collectors.joining(",", "{", "}"))));
        return few.stream().filter(table -> small.contains(String.valueOf(table.oid()))).toList();
    }

    /** Whether the rows of the table are kept. */
    boolean has(WatchedTable table) {
        return copied.contains(table.oid());
    }

    /**
     * Parts of a statement that delete from the table what was not in it, and insert what is missing; what is kept follows.
     *
     * @param i a number that sets the names of the parts apart from those for other tables
     * @param all whether to replace all rows rather than those that differ
     */
    String restoration(int i, WatchedTable table, boolean all) {
        // Unique keys are free only after the deletion, and nothing but what it returns makes one part wait for another.
        return """
                deleted%1$d as (delete from only %2$s gone%3$s returning 1),
                missing%1$d as (delete from %6$s kept where kept.relid = %7$d%8$s returning line),
                inserted%1$d as (insert into %2$s as isolated_row %4$s overriding system value select %5$s
                    from (select line::%2$s as line from missing%1$d where (select count(*) from deleted%1$d) >= 0 offset 0) whole
                    returning isolated_row.ctid as place, isolated_row.xmin as born, format('%%s', isolated_row) as line),
                followed%1$d as (insert into %6$s select %7$d, place, born, line from inserted%1$d)
                """
                .formatted(i, table.name(), all ? "" : " where " + notKept(table, "gone"), table.columnList(), table.fields(),
                        NAME, table.oid(), all ? "" : " and " + missing(table));
    }

    /** A condition on rows of the table: that they were added or changed. */
    private String notKept(WatchedTable table, String alias) {
        return "not exists (select from %s kept where kept.relid = %d and %s)".formatted(NAME, table.oid(), same(alias));
    }

    /** A condition on what is {@code kept}: that the table has it no more. */
    private String missing(WatchedTable table) {
        return "not exists (select from only %s t where %s)".formatted(table.name(), same("t"));
    }

    /** A query that tells whether rows were changed or deleted, and others are there that were changed or added. */
    String replaced(WatchedTable table) {
        return "select exists (select from %s kept where kept.relid = %d and %s) and exists (select from only %s other where %s)"
                .formatted(NAME, table.oid(), missing(table), table.name(), notKept(table, "other"));
    }

    void copyLargeObjects() throws SQLException {
        execute(connection,
                "delete from %1$s where relid = %2$d; insert into %1$s (relid, line) select %2$d, oid::text from pg_largeobject_metadata"
                        .formatted(NAME, LARGE_OBJECTS));
    }

    void unlinkAddedLargeObjects() throws SQLException {
        execute(connection,
                "select lo_unlink(m.oid) from pg_largeobject_metadata m where not exists (select from %s kept where kept.relid = %d and kept.line = m.oid::text)"
                        .formatted(NAME, LARGE_OBJECTS));
    }

    private static String same(String alias) {
        return "kept.place = %1$s.ctid and kept.born = %1$s.xmin".formatted(alias);
    }
}
