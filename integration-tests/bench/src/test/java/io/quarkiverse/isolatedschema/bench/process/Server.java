package io.quarkiverse.isolatedschema.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.bench.result.Machine;
import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;

/**
 * One Postgres server for all measured processes: that of the extension's Dev Service, with its settings and its choice of
 * where the data lies, kept running by a process of its own.
 */
public final class Server implements AutoCloseable {

    private final Worker worker;

    private final String url;

    private final String user;

    private final String password;

    private Server(Worker worker) {
        this.worker = worker;
        String[] told = worker.greeting().split(" ");
        this.url = told[0];
        this.user = told[1];
        this.password = told[2];
    }

    /**
     * @return the server, running
     * @throws IOException when it does not start
     */
    public static Server start() throws IOException {
        return new Server(Worker.start(new Jvm("server", "io.quarkiverse.isolatedschema.bench.worker.TestRun",
                "io.quarkiverse.isolatedschema.bench.worker.ServerWorker")
                .startingFast().with("quarkus.flyway.migrate-at-start", "false")
                .with("quarkus.isolated-schema.warm-pool.depth", "0")));
    }

    /** @return the URL of a database of the server */
    public String url(String database) {
        return url.substring(0, url.lastIndexOf('/') + 1) + database;
    }

    /** @return the role that the Dev Service makes for the application */
    public String user() {
        return user;
    }

    /** @return its password */
    public String password() {
        return password;
    }

    /**
     * @param database the database that the application names
     * @return the configuration of an application on this server; the extension treats it as its own Dev Service's
     */
    public Map<String, String> configuration(String database) {
        return Map.of("quarkus.datasource.jdbc.url", url(database), "quarkus.datasource.username", user,
                "quarkus.datasource.password", password, InternalKeys.SERVER_OF_OURS, url);
    }

    /**
     * Makes an empty database, anew.
     *
     * @param name its name, which is returned
     * @throws SQLException when the server refuses
     */
    public String database(String name) throws SQLException {
        try (Connection connection = connect("postgres"); Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
            statement.execute("create database " + name);
        }
        return name;
    }

    /**
     * @param sql a query of one value
     * @throws SQLException when the server refuses
     */
    public String ask(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), user, password);
    }

    /** @return the machine that it runs on, with what is known of itself */
    public Machine machine() throws SQLException, IOException {
        return ThisMachine.with(this);
    }

    /** @return where the data lies */
    public Path data() throws SQLException {
        return Path.of(ask("postgres", "show data_directory"));
    }

    /** @return the connections of clients, without the asking one */
    public long connections() throws SQLException {
        return Long.parseLong(ask("postgres", "select count(*) from pg_stat_activity"
                + " where backend_type = 'client backend' and pid <> pg_backend_pid()"));
    }

    /** @return the bytes that the data takes on disk, or in the memory that stands for it */
    public long bytesOfData() throws SQLException, IOException {
        AtomicLong bytes = new AtomicLong();
        Files.walkFileTree(data(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            /** The server drops databases meanwhile. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes.get();
    }

    /** @return the bytes of memory of all its processes, what they share counted once; empty where it can't be told */
    public OptionalLong bytesOfMemory() throws SQLException, IOException {
        long postmaster = Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid")).get(0).trim());
        List<Long> processes = new ArrayList<>(List.of(postmaster));
        ProcessHandle.of(postmaster).stream().flatMap(ProcessHandle::children).map(ProcessHandle::pid)
                .forEach(processes::add);
        long bytes = 0;
        for (long process : processes) {
            bytes += proportionalBytes(Path.of("/proc", String.valueOf(process), "smaps_rollup"));
        }
        return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private static long proportionalBytes(Path rollup) {
        try (Stream<String> lines = Files.lines(rollup)) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).sum();
        } catch (IOException | UncheckedIOException goneOrForbidden) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        worker.close();
    }
}
