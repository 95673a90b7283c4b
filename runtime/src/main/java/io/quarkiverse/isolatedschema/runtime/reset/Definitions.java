package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.reset.Marks.Mark;

/**
 * Notices that objects were made, changed or dropped: by the marks of the rows of the system catalogs.
 * <p>
 * What changes catalogs and yet defines nothing is let pass: {@code TRUNCATE}, {@code REFRESH MATERIALIZED VIEW} and
 * {@code ALTER SEQUENCE … RESTART} give an object a new file, and a trigger that is disabled and enabled again is the same.
 * Temporary objects belong to sessions and do not count.
 */
final class Definitions {

    /** Their rows are looked into when their marks differ, since not every change of them matters. */
    private static final String CONTENTS = """
            select md5(concat(
              (select string_agg(row(oid, relname, relnamespace, relowner, relkind, relpersistence, relnatts, relchecks,
                  relrowsecurity, relforcerowsecurity, relreplident, relispartition, relacl, reloptions, reltablespace,
                  pg_get_expr(relpartbound, oid))::text, ',' order by oid)
                from pg_class where relnamespace = any (%1$s)),
              (select string_agg(row(seqrelid, seqtypid, seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle)::text, ','
                  order by seqrelid) from pg_sequence where seqrelid = any (%2$s)),
              (select string_agg(row(oid, tgrelid, tgname, tgfoid, tgtype, tgenabled, tgisinternal, tgconstraint, tgdeferrable,
                  tginitdeferred, tgattr, tgargs, tgqual)::text, ',' order by oid)
                from pg_trigger where tgrelid = any (%2$s))))
            """;

    private static final String RELATIONS = "select oid::text from pg_class where relkind <> 'i' and relkind <> 'I' and relnamespace = any (%s)";

    private static final List<String> LOOKED_INTO = List.of("pg_class", "pg_sequence", "pg_trigger");

    private static final int NAMED = 5;

    private final Connection connection;

    private final String reference;

    private final String contentsQuery;

    private final List<Catalog> catalogs;

    private List<Mark> marks;

    private String contents;

    private String since;

    /**
     * @param connection asks
     * @param scope whose definitions
     * @param reference the transaction from which ages are counted
     */
    Definitions(Connection connection, WipeScope scope, String reference) throws SQLException {
        this.connection = connection;
        this.reference = reference;
        String schemas = array(Databases.query(connection, scope.schemas(connection)));
        String relations = array(Databases.query(connection, RELATIONS.formatted(schemas)));
        catalogs = Catalog.all(scope, scope.schemas(connection), schemas, relations);
        contentsQuery = CONTENTS.formatted(schemas, relations);
    }

    private static String array(List<String> oids) {
        return "'{" + String.join(",", oids) + "}'::oid[]";
    }

    /**
     * Lets the marks be read with others.
     *
     * @return the place of the first
     */
    int addTo(Marks.Builder builder) {
        return builder.addTogether(catalogs.stream().map(catalog -> catalog.mark(reference)).toList());
    }

    /** The marks alone, for when others cannot be read. */
    List<Mark> read() throws SQLException {
        Marks.Builder builder = new Marks.Builder();
        addTo(builder);
        try (Marks alone = builder.prepare(connection)) {
            return alone.read();
        }
    }

    /** The number of marks. */
    int size() {
        return catalogs.size();
    }

    /** Takes these for the definitions from now on. */
    void accept(List<Mark> now) throws SQLException {
        marks = now;
        contents = contents();
        since = nextTransaction(connection);
    }

    /** The same, when it is known that no contents have changed. */
    void acceptMarks(List<Mark> now) throws SQLException {
        marks = now;
        since = nextTransaction(connection);
    }

    boolean unmarked(List<Mark> now) {
        return now.equals(marks);
    }

    /**
     * @param now marks that differ
     * @return what was defined since, as far as it can be named; empty when no definition has changed
     */
    List<String> changes(List<Mark> now) throws SQLException {
        List<Catalog> changed = new ArrayList<>();
        boolean defined = false;
        for (int i = 0; i < catalogs.size(); i++) {
            if (!now.get(i).equals(marks.get(i))) {
                changed.add(catalogs.get(i));
                defined |= !LOOKED_INTO.contains(catalogs.get(i).name());
            }
        }
        return defined || !contents.equals(contents()) ? names(changed) : List.of();
    }

    private String contents() throws SQLException {
        return Databases.query(connection, contentsQuery).get(0);
    }

    private List<String> names(List<Catalog> changed) throws SQLException {
        String younger = " and age(xmin) <= age('" + since + "'::xid)";
        String objects = IntStream.range(0, changed.size())
                .mapToObj(i -> "select " + i + " as kind, " + changed.get(i).describe() + younger)
                .collect(Collectors.joining(" union all "));
        List<String> names = Databases.query(connection, "select object from (" + objects
                + ") o where object is not null group by object order by min(kind), object limit " + NAMED);
        return names.isEmpty() ? List.of("something that is listed in " + changed.get(0).name() + " was dropped") : names;
    }

    /** The transaction before which all has happened that can be seen now. */
    static String nextTransaction(Connection connection) throws SQLException {
        return Databases.query(connection,
                "select (txid_snapshot_xmax(txid_current_snapshot()) & 4294967295)::text").get(0);
    }
}
