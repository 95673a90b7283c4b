package io.quarkiverse.isolatedschema.runtime.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/**
 * The query for the objects of one kind, as {@code kinds.sql} has it, for one schema.
 *
 * @param kind the kind
 * @param sql a query with the columns object and definition
 */
record CatalogQuery(String kind, String sql) {

    private static final String RESOURCE = "kinds.sql";

    private static final Pattern PART = Pattern
            .compile("-- (kind|define): (.+)\n(?:-- (since|until): (\\d+)\n)?((?s:.+?))(?=\n\n|\\s*\\z)");

    /** Every query that the server's version knows, in the order of the file. */
    static List<CatalogQuery> all(Connection connection, String schema) throws SQLException {
        String oid = Databases.query(connection, "select (? || '')::regnamespace::oid::text",
                Databases.identifier(connection, schema)).get(0);
        int version = connection.getMetaData().getDatabaseMajorVersion();
        List<CatalogQuery> queries = new ArrayList<>();
        String text = text();
        String objects = objects(text);
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            if (parts.group(1).equals("kind") && isFor(version, parts.group(3), parts.group(4))) {
                queries.add(new CatalogQuery(parts.group(2),
                        parts.group(5).replace(":objects", objects).replace(":schema", oid)));
            }
        }
        return queries;
    }

    private static boolean isFor(int version, String direction, String bound) {
        return direction == null
                || (direction.equals("since") ? Integer.parseInt(bound) <= version : version <= Integer.parseInt(bound));
    }

    private static String objects(String text) {
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            if (parts.group(1).equals("define")) {
                return parts.group(5);
            }
        }
        throw new IllegalStateException(RESOURCE + " defines no objects");
    }

    private static String text() {
        try (InputStream in = CatalogQuery.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
