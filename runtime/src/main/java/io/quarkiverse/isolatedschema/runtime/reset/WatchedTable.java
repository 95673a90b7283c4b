package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One table with rows of its own: an ordinary one, a partition, a parent or a child by inheritance. Each is read and written
 * by itself, without those below it.
 *
 * @param place its place among the tables that are watched
 * @param oid its oid
 * @param name its name with its schema, as SQL
 * @param columns the names of the columns that are not generated, as SQL
 * @param fields the same as fields of a row that is called {@code whole.line}
 */
record WatchedTable(int place, long oid, String name, String columns, String fields) {

    private static final String TABLES = """
            select c.oid, format('%%I.%%I', n.nspname, c.relname), coalesce(string_agg(quote_ident(a.attname), ', ' order by a.attnum), ''),
                coalesce(string_agg('(whole.line).' || quote_ident(a.attname), ', ' order by a.attnum), '')
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
                left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped%s
              where c.relkind = 'r' and c.relpersistence <> 't' and c.relnamespace in (%s)
              group by c.oid, n.nspname, c.relname order by c.oid
            """;

    private static final int GENERATED_SINCE = 12;

    private static final String FILES = "select c.oid, c.relfilenode from pg_class c where c.relkind = 'r' and c.relnamespace in (%s)";

    static List<WatchedTable> of(Connection connection, WipeScope scope) throws SQLException {
        boolean generated = connection.getMetaData().getDatabaseMajorVersion() >= GENERATED_SINCE;
        List<WatchedTable> tables = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                TABLES.formatted(generated ? " and a.attgenerated = ''" : "", scope.schemas(connection)));
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                tables.add(new WatchedTable(tables.size(), rows.getLong(1), rows.getString(2), rows.getString(3),
                        rows.getString(4)));
            }
        }
        return tables;
    }

    /** The number of each table's file, by oid; a table that was written anew as a whole has another one. */
    static Map<Long, Long> files(Connection connection, WipeScope scope) throws SQLException {
        Map<Long, Long> files = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(FILES.formatted(scope.schemas(connection)));
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                files.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return files;
    }

    /** The columns as an insertion names them, which it does not where there are none. */
    String columnList() {
        return columns.isEmpty() ? "" : "(" + columns + ")";
    }

    /** Its mark, as a query. */
    String mark(String reference) {
        return Marks.ofRows(reference) + "from only " + name;
    }
}
