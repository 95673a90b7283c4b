package io.quarkiverse.isolatedschema.runtime.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.quarkiverse.isolatedschema.runtime.catalog.SchemaCatalog.Difference;

/**
 * Compares the rows of two schemas, inside the server: what crosses the wire is one line per table. The order of rows does
 * not matter, their number does.
 * <p>
 * Some columns differ at every boot of an application, so two copies may differ in them, and they are not compared: those
 * whose default is of that nature ({@code now()}, {@code gen_random_uuid()}, {@code random()} and their like; Flyway's
 * {@code installed_on} is one), Flyway's {@code execution_time}, Liquibase's {@code dateexecuted} and
 * {@code deployment_id}. Generated columns follow from others. Large objects lie outside of schemas: only their numbers
 * are compared. Foreign tables have no rows of their own.
 */
public final class SchemaRows {

    /** The kind of these differences. */
    static final String KIND = "rows";

    /** Two hashes of 32 bits, since no wider one is known to all servers from 10 on; sums do not depend on the order. */
    private static final String DIGEST = """
            select c.relname, format('select %%1$L, count(*), concat(sum(hashtext(t.line)::bigint), '' '', sum(hashtext(''#'' || t.line)::bigint))'
                    ' from (select replace(row(%%4$s)::text, %%5$L, %%6$L) as line from only %%2$I.%%3$I) t', c.relname, n.nspname, c.relname,
                (select string_agg(quote_ident(a.attname), ', ' order by a.attname) from %s and %s), ?, '%s')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and (c.relkind = 'r' or c.relkind = 'm' and c.relispopulated)
            """
            .formatted(ComparedColumns.STORED, ComparedColumns.SAME_AT_EVERY_BOOT, OwnName.PLACEHOLDER);

    private record Content(long count, String digest) {
    }

    private SchemaRows() {
    }

    /**
     * Compares the rows of all tables and populated materialized views that both schemas have; which they have is told by
     * {@link SchemaCatalog}.
     *
     * @param connection asks; may read all tables
     * @param expectedSchema the name of the schema whose rows are expected
     * @param actualSchema the name of the schema that should have the same
     * @return a difference for each table whose rows differ in number or content, in the order of their names
     * @throws SQLException when the server refuses
     */
    public static List<Difference> differences(Connection connection, String expectedSchema, String actualSchema)
            throws SQLException {
        return ReadTransaction.in(connection,
                () -> differences(contents(connection, expectedSchema), contents(connection, actualSchema)));
    }

    /**
     * Compares the rows of schemas in two databases of one server.
     *
     * @param expectedIn asks for what is expected
     * @param expectedSchema the name of the schema whose rows are expected
     * @param actualIn asks in the database of the other schema
     * @param actualSchema the name of the schema that should have the same
     * @return a difference for each table whose rows differ in number or content, in the order of their names
     * @throws SQLException when the server refuses
     */
    public static List<Difference> differences(Connection expectedIn, String expectedSchema, Connection actualIn,
            String actualSchema) throws SQLException {
        return differences(ReadTransaction.in(expectedIn, () -> contents(expectedIn, expectedSchema)),
                ReadTransaction.in(actualIn, () -> contents(actualIn, actualSchema)));
    }

    private static List<Difference> differences(SortedMap<String, Content> expected, SortedMap<String, Content> actual) {
        List<Difference> differences = new ArrayList<>();
        expected.forEach((table, wanted) -> {
            Content found = actual.get(table);
            if (found != null && !found.equals(wanted)) {
                differences.add(new Difference(KIND, table, wanted.count() + " rows",
                        found.count() + " rows" + (found.count() == wanted.count() ? " with other contents" : "")));
            }
        });
        return differences;
    }

    private static SortedMap<String, Content> contents(Connection connection, String schema) throws SQLException {
        OwnName own = OwnName.of(connection, schema);
        SortedMap<String, Content> contents = new TreeMap<>();
        List<String> digests = digests(connection, schema);
        if (digests.isEmpty()) {
            return contents;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(String.join(" union all ", digests))) {
            while (rows.next()) {
                contents.put(own.leftOutOf(rows.getString(1)), new Content(rows.getLong(2), rows.getString(3)));
            }
        }
        return contents;
    }

    private static List<String> digests(Connection connection, String schema) throws SQLException {
        List<String> digests = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(DIGEST)) {
            query.setString(1, schema);
            query.setString(2, schema);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    digests.add(rows.getString(2));
                }
            }
        }
        return digests;
    }
}
