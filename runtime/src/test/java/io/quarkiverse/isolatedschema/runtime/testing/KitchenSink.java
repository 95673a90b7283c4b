package io.quarkiverse.isolatedschema.runtime.testing;

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

/** A schema with every kind of object, and rows, as {@code kitchen-sink.sql} has it. */
public final class KitchenSink {

    private static final Pattern PART = Pattern.compile("-- part: .+\n(?:-- since: (\\d+)\n)?((?s:.+?))(?=\n\n-- part|\\z)");

    private KitchenSink() {
    }

    /** Prepares what lies outside of schemas. Repeatable. */
    public static void outside(PostgresServer server, String database) throws SQLException {
        if (server.query(database, "select oid::text from pg_tablespace where spcname = 'elsewhere'").isEmpty()) {
            try (Connection connection = server.connect(database)) {
                Databases.execute(connection, "set allow_in_place_tablespaces = on");
                Databases.execute(connection, "create tablespace elsewhere location ''");
            }
        }
        server.execute(database,
                """
                        do $$ begin
                          if not exists (select from pg_roles where rolname = 'kitchen_reader') then create role kitchen_reader login; end if;
                          if not exists (select from pg_foreign_server) then
                            create foreign data wrapper nowhere;
                            create server elsewhere foreign data wrapper nowhere;
                          end if;
                        end $$""");
    }

    /** The statements for a server of that version, by parts. */
    public static List<String> parts(int version) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(text());
        while (matcher.find()) {
            if (matcher.group(1) == null || Integer.parseInt(matcher.group(1)) <= version) {
                parts.add(matcher.group(2));
            }
        }
        return parts;
    }

    /** Makes everything, under the connection's search path. */
    public static void fill(Connection connection) throws SQLException {
        for (String part : parts(connection.getMetaData().getDatabaseMajorVersion())) {
            Databases.execute(connection, part);
        }
    }

    private static String text() {
        try (InputStream in = KitchenSink.class.getResourceAsStream("/kitchen-sink.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
