package io.quarkiverse.isolatedschema.bench.byhand;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

import io.quarkiverse.isolatedschema.bench.link.WorkerLink;
import io.quarkiverse.isolatedschema.bench.link.WorkerLink.Samples;
import io.quarkiverse.isolatedschema.bench.schema.Migrations;
import io.quarkiverse.isolatedschema.bench.schema.Size;

/**
 * Measures the ways without the extension, in a process without Quarkus. The order: {@code <way> <number of times>
 * <budget in ms>}.
 */
public final class ByHandWorker {

    private static final int MIN_TIMES = 3;

    private final String server;

    private final String prefix;

    private final Migrations migrations;

    private final Path directory;

    private final Map<String, Way> ways = new HashMap<>();

    private ByHandWorker(String server, String prefix, Size size, Path directory) {
        this.server = server;
        this.prefix = prefix;
        this.migrations = new Migrations(size);
        this.directory = directory;
    }

    /** @param arguments the server's URL with credentials, a prefix for names, the size, the directory of the migrations */
    public static void main(String[] arguments) throws Exception {
        ByHandWorker worker = new ByHandWorker(arguments[0], arguments[1], Size.valueOf(arguments[2]),
                Path.of(arguments[3]));
        WorkerLink.serve("ready", (order, samples) -> worker.measure(worker.way(order.get(0)),
                Integer.parseInt(order.get(1)), Long.parseLong(order.get(2)), samples));
        for (Way way : worker.ways.values()) {
            way.close();
        }
    }

    private Way way(String name) throws SQLException {
        Way way = ways.get(name);
        if (way == null) {
            way = make(name, new Database(server, prefix + "_" + name.replace('-', '_'), directory));
            ways.put(name, way);
        }
        return way;
    }

    private Way make(String name, Database database) throws SQLException {
        return switch (name) {
            case "flyway-clean-migrate" -> new CleanAndMigrate(database);
            case "flyway-fresh-schema" -> new FreshSchema(database, FreshSchema::migrate);
            case "recorded-sql" -> new FreshSchema(database, FreshSchema.replay(migrations.sql()));
            case "truncate" -> CleanUp.truncate(database, migrations);
            case "delete" -> CleanUp.delete(database, migrations);
            case "rollback" -> new RolledBack(database);
            case "database-copy" -> new DatabaseCopy(database, "");
            case "database-file-copy" -> new DatabaseCopy(database, " strategy file_copy");
            default -> throw new IllegalArgumentException("There is no way '" + name + "'");
        };
    }

    private void measure(Way way, int times, long budget, Samples samples) throws Exception {
        long start = System.nanoTime();
        for (int i = 1; i <= times; i++) {
            if (i > MIN_TIMES && System.nanoTime() - start > budget * 1_000_000) {
                break;
            }
            way.dirty();
            once(way, samples);
        }
    }

    private static void once(Way way, Samples samples) throws Exception {
        long start = System.nanoTime();
        Connection connection = way.fresh();
        long fresh = System.nanoTime();
        query(connection);
        long queried = System.nanoTime();
        expectEmpty(connection);
        connection.close();
        samples.time("total", start, queried);
        samples.time("hand-over", start, fresh);
        samples.time("first-query", fresh, queried);
        long closed = System.nanoTime();
        if (way.drop()) {
            samples.time("drop", closed, System.nanoTime());
        }
    }

    private static void query(Connection connection) throws SQLException {
        expect(connection, "select count(*) from country", 10);
    }

    private static void expectEmpty(Connection connection) throws SQLException {
        expect(connection, "select count(*) from customer", 0);
    }

    private static void expect(Connection connection, String query, long expected) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            if (rows.getLong(1) != expected) {
                throw new IllegalStateException("Not fresh: '" + query + "' gives " + rows.getLong(1));
            }
        }
    }
}
