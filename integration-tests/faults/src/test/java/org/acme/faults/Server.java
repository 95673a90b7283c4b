package org.acme.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The server that the application names, outside of the JVMs that are killed. It logs each statement before it runs it, so
 * that a JVM can be killed in the middle of one.
 */
final class Server implements AutoCloseable {

    private static final Path MEMORY = Path.of("/dev/shm");

    private static final long AWAIT_NANOS = 120_000_000_000L;

    private final Path directory;

    private final Path log;

    private final EmbeddedPostgres postgres;

    private long read;

    private Server(Path directory, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.log = directory.resolve("log");
        this.postgres = postgres;
    }

    /** One with an application's role that may create databases, and one that may not, and a database of each. */
    static Server start() throws IOException, SQLException {
        Path target = Path.of("target").toAbsolutePath();
        Path directory = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : target, "isolated-schema-test-");
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile());
        Server server = new Server(directory, EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(target.resolve("postgres").toFile())
                .setDataDirectory(directory.resolve("data")).setErrorRedirector(log).setOutputRedirector(log)
                .setServerConfig("fsync", "off").setServerConfig("full_page_writes", "off")
                .setServerConfig("log_statement", "all").setLocaleConfig("lc-messages", "C").start());
        for (Provisioning provisioning : Provisioning.values()) {
            server.execute("create role %s login password 'secret' %s".formatted(provisioning.role, provisioning.rights));
            server.execute("create database %1$s owner %1$s".formatted(provisioning.role));
        }
        return server;
    }

    /** How leases are made, as a consequence of what the application's role may do. */
    enum Provisioning {
        CLONE("cloning", "createdb"),
        REPLAY("replaying", "");

        private final String role;

        private final String rights;

        Provisioning(String role, String rights) {
            this.role = role;
            this.rights = rights;
        }
    }

    /** A suite whose application names a database of the server. */
    Suite suite(Provisioning provisioning) {
        return new Suite().with("quarkus.datasource.jdbc.url", url(provisioning.role).toString())
                .with("quarkus.datasource.username", provisioning.role).with("quarkus.datasource.password", "secret");
    }

    private JdbcUrl url(String database) {
        return JdbcUrl.parse("jdbc:postgresql://localhost:" + postgres.getPort() + "/" + database).orElseThrow();
    }

    private Connection connect(String database) throws SQLException {
        Properties superuser = new Properties();
        superuser.put("user", "postgres");
        return new ServerAccess(url(database), () -> superuser).connect(database);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect("postgres")) {
            Databases.execute(connection, sql);
        }
    }

    private List<String> query(String database, String sql) throws SQLException {
        try (Connection connection = connect(database)) {
            return Databases.query(connection, sql);
        }
    }

    /** What is on the server that looks like ours, marked or not: databases, schemas in the application's, transactions. */
    List<String> ours() throws SQLException {
        List<String> ours = new ArrayList<>(query("postgres", "select 'database ' || datname from pg_database"
                + " where datname ~ '^(test_|isolated_schema_)' union all select 'prepared ' || gid from pg_prepared_xacts"));
        ours.addAll(query(Provisioning.REPLAY.role, "select 'schema ' || nspname from pg_namespace"
                + " where nspname !~ '^(pg_|information_schema$|public$)'"));
        return ours;
    }

    void assertNothingLeft() throws SQLException {
        assertThat(ours()).as("what is left on the server").isEmpty();
    }

    /** Statements are awaited from now on. */
    void listen() throws IOException {
        read = Files.size(log);
    }

    /** Waits until the server begins a statement with something like that in it. */
    void await(Pattern statement, Suite.Running suite) throws Exception {
        long end = System.nanoTime() + AWAIT_NANOS;
        StringBuilder heard = new StringBuilder();
        while (!statement.matcher(heard).find()) {
            assertThat(suite.isAlive()).as("no statement '%s' in%n%s", statement, suite).isTrue();
            assertThat(System.nanoTime()).as("no statement '%s' in%n%s", statement, suite).isLessThan(end);
            Thread.sleep(1);
            heard.append(readLog());
        }
    }

    private String readLog() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) (file.length() - read)];
            file.seek(read);
            file.readFully(bytes);
            read += bytes.length;
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** The sessions of a suite end with it; those that are in the middle of something, with that. */
    void awaitNoSessions() throws Exception {
        long end = System.nanoTime() + AWAIT_NANOS;
        while (!query("postgres", "select usename from pg_stat_activity where usename in ('cloning', 'replaying')").isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(10);
        }
    }

    /** Lets it crash: all sessions end, and in a moment it takes new ones. */
    void crash() throws Exception {
        String writer = query("postgres", "select pid from pg_stat_activity where backend_type = 'background writer'").get(0);
        new ProcessBuilder("kill", "-KILL", writer).start().waitFor();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        Files.deleteIfExists(log);
        Files.deleteIfExists(directory);
    }
}
