package io.quarkiverse.isolatedschema.runtime.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import io.quarkiverse.isolatedschema.runtime.postgres.SequencePosition;

/**
 * What one schema holds: the definition of every object of every kind, and the positions of its sequences. Rows are
 * compared by {@link SchemaRows}.
 * <p>
 * The schema's own name is left out of all texts, so that two schemas of the same content are equal. The name of any other
 * schema stays: a copy that refers to its template shows. The own name is looked for anywhere in a text, so it must be one
 * that no text holds by chance; those of leases are random.
 */
public final class SchemaCatalog {

    static final String SEQUENCE_POSITION = "sequence position";

    private final Map<String, SortedMap<String, String>> definitions;

    private SchemaCatalog(Map<String, SortedMap<String, String>> definitions) {
        this.definitions = definitions;
    }

    /**
     * Reads all catalogs in one snapshot: in a read-only transaction of its own when the connection is in auto-commit mode,
     * else in the caller's transaction, which it leaves as it was.
     *
     * @param connection asks; may read all sequences of the schema
     * @param schema the name of the schema
     * @return what it holds
     * @throws SQLException when the server refuses, among others with 3F000 for a schema that does not exist
     */
    public static SchemaCatalog of(Connection connection, String schema) throws SQLException {
        return ReadTransaction.in(connection, () -> read(connection, schema));
    }

    private static SchemaCatalog read(Connection connection, String schema) throws SQLException {
        OwnName own = OwnName.of(connection, schema);
        Map<String, SortedMap<String, String>> definitions = new LinkedHashMap<>();
        List<CatalogQuery> queries = CatalogQuery.all(connection, schema);
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(String.join(";\n", queries.stream().map(CatalogQuery::sql).toList()));
            for (CatalogQuery query : queries) {
                if (!rows) {
                    throw new SQLException(
                            "The server gave no rows for kind '" + query.kind() + "' of schema '" + schema + "'");
                }
                definitions.put(query.kind(), objects(statement.getResultSet(), own));
                rows = statement.getMoreResults();
            }
        }
        SortedMap<String, String> positions = new TreeMap<>();
        for (SequencePosition position : SequencePosition.of(connection, schema)) {
            positions.put(own.leftOutOf(position.sequence()), position.value() + (position.called() ? "" : ", not called"));
        }
        definitions.put(SEQUENCE_POSITION, positions);
        return new SchemaCatalog(definitions);
    }

    /** Names that become equal without the own name are kept together. */
    private static SortedMap<String, String> objects(ResultSet rows, OwnName own) throws SQLException {
        SortedMap<String, String> objects = new TreeMap<>();
        while (rows.next()) {
            String definition = rows.getString(2);
            objects.merge(own.leftOutOf(rows.getString(1)), own.leftOutOf(definition == null ? "" : definition),
                    (one, other) -> one.compareTo(other) < 0 ? one + "; " + other : other + "; " + one);
        }
        return objects;
    }

    /**
     * Compares this, as what is expected, to another schema. Both must come from servers of the same version.
     *
     * @param other the schema that should be equal
     * @return the differences, in the order of kinds and then of names; empty when equal
     */
    public List<Difference> differencesTo(SchemaCatalog other) {
        List<Difference> differences = new ArrayList<>();
        definitions.forEach((kind, expected) -> {
            SortedMap<String, String> actual = other.definitions.get(kind);
            SortedSet<String> objects = new TreeSet<>(expected.keySet());
            objects.addAll(actual.keySet());
            for (String object : objects) {
                Difference difference = new Difference(kind, object, expected.get(object), actual.get(object));
                if (!difference.nothing()) {
                    differences.add(difference);
                }
            }
        });
        return differences;
    }

    /**
     * One object that is not the same in two schemas.
     *
     * @param kind its kind, such as {@code index}; {@code rows} for the contents of a table
     * @param object its name, without that of the schema
     * @param expected its definition as expected, null when it should not be there
     * @param actual its definition as found, null when it is missing
     */
    public record Difference(String kind, String object, String expected, String actual) {

        private static final int BEFORE = 30;

        private static final int LONGEST = 120;

        boolean nothing() {
            return expected == null ? actual == null : expected.equals(actual);
        }

        /** @return the difference as part of a sentence */
        public String describe() {
            String what = kind + " \"" + object + "\"";
            if (actual == null) {
                return what + " is missing";
            }
            if (expected == null) {
                return what + " was not expected";
            }
            int start = expected.lastIndexOf(' ', Math.max(0, firstDifference() - BEFORE)) + 1;
            return what + " differs: expected '" + excerpt(expected, start) + "', but was '" + excerpt(actual, start) + "'";
        }

        private int firstDifference() {
            int at = 0;
            while (at < expected.length() && at < actual.length() && expected.charAt(at) == actual.charAt(at)) {
                at++;
            }
            return at;
        }

        private static String excerpt(String text, int start) {
            String part = text.substring(start).replaceAll("\\s+", " ");
            return (start > 0 ? "…" : "") + (part.length() > LONGEST ? part.substring(0, LONGEST) + "…" : part);
        }

        @Override
        public String toString() {
            return describe();
        }
    }
}
