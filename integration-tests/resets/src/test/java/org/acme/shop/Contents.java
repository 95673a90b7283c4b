package org.acme.shop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that is in a database, or in the schemas of it that are no other class's: every row of every table and the position of
 * every sequence. The schema of the lease goes without its name, which changes.
 *
 * @param lines "table: row" and "sequence = position", in order
 */
public record Contents(List<String> lines) {

    private static final String RELATIONS = """
            select case when n.nspname = current_schema() then '' else n.nspname || '.' end || c.relname,
                   case c.relkind when 'r' then 'only ' else '' end || c.oid::regclass, c.relkind, s.seqincrement
            from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_sequence s on s.seqrelid = c.oid
            where (c.relkind in ('r', 'S') or c.relkind = 'm' and c.relispopulated)
              and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
              and (n.nspname = current_schema() or n.nspname !~ '^test_[0-9a-f]{32}$')""";

    private static final String ROWS = "select '%s: ' || r::text from %s r";

    private static final String POSITION = "select '%s = ' || last_value || ' ' || is_called || ' by %d' from %s";

    /** What the connection sees, its own transaction included. */
    public static Contents of(Connection connection) throws SQLException {
        List<String> queries = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet all = statement.executeQuery(RELATIONS)) {
            while (all.next()) {
                queries.add(all.getString(3).equals("S")
                        ? POSITION.formatted(all.getString(1), all.getLong(4), all.getString(2))
                        : ROWS.formatted(all.getString(1), all.getString(2)));
            }
        }
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery(String.join(" union all ", queries))) {
            while (all.next()) {
                lines.add(all.getString(1));
            }
        }
        return new Contents(lines.stream().sorted().toList());
    }

    /** Without the times, where what is compared was not made at the same one. */
    public Contents withoutTimes() {
        return new Contents(lines.stream().map(line -> line.replaceAll("\"\\d{4}-\\d\\d-\\d\\d [^\"]*\"", "then")).toList());
    }

    /** What the sequence gives out next. */
    public long next(String sequence) {
        Pattern position = Pattern.compile(Pattern.quote(sequence) + " = (\\d+) (true|false) by (\\d+)");
        return lines.stream().map(position::matcher).filter(Matcher::matches)
                .mapToLong(line -> Long.parseLong(line.group(1))
                        + (line.group(2).equals("true") ? Long.parseLong(line.group(3)) : 0))
                .findFirst().orElseThrow();
    }

    /** The rows of a table. */
    public List<String> rows(String table) {
        String prefix = table + ": ";
        return lines.stream().filter(line -> line.startsWith(prefix)).map(line -> line.substring(prefix.length())).toList();
    }
}
