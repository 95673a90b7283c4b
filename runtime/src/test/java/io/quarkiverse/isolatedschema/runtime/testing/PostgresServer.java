package io.quarkiverse.isolatedschema.runtime.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;

/**
 * The Postgres server that the tests of one JVM share. Every test makes roles and databases of its own in it, with names
 * that nobody else uses. Everybody is let in without a password but the roles of {@link #roleWithPassword}.
 */
public final class PostgresServer implements AutoCloseable {

    public static final String SUPERUSER = "postgres";

    private static final Path MEMORY = Path.of("/dev/shm");

    /** Kept in a field: a level set on a logger that nobody holds is lost. */
    private static final Logger ZONKY_LOG = Logger.getLogger("io.zonky.test");

    private final AtomicInteger names = new AtomicInteger();

    private final Path directory;

    private final EmbeddedPostgres postgres;

    PostgresServer() {
        this(DefaultPostgresBinaryResolver.INSTANCE);
    }

    PostgresServer(PgBinaryResolver binaries) {
        ZONKY_LOG.setLevel(Level.WARNING);
        try {
            Path target = Path.of("target").toAbsolutePath();
            Files.createDirectories(target);
            directory = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : target, "isolated-schema-test-");
            postgres = EmbeddedPostgres.builder()
                    .setPgBinaryResolver(binaries)
                    .setOverrideWorkingDirectory(target.resolve("postgres-binaries").toFile())
                    .setDataDirectory(directory.resolve("data"))
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("max_prepared_transactions", "10")
                    .setServerConfig("wal_level", "logical")
                    .setLocaleConfig("lc-messages", "C")
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The URL of a database, without a user. */
    public JdbcUrl url(String database) {
        return JdbcUrl.parse("jdbc:postgresql://localhost:" + postgres.getPort() + "/" + database).orElseThrow();
    }

    public int port() {
        return postgres.getPort();
    }

    /** How a role reaches the server. */
    public ServerAccess access(String role) {
        return access(url(""), role, "any");
    }

    /** How a role reaches the server by a URL of its own. */
    public ServerAccess access(JdbcUrl url, String role, String password) {
        Properties properties = new Properties();
        properties.put("user", role);
        properties.put("password", password);
        return new ServerAccess(url, () -> properties);
    }

    /** A session of the superuser. */
    public Connection connect(String database) throws SQLException {
        return access(SUPERUSER).connect(database);
    }

    /** A name that nobody uses. */
    public String unused(String prefix) {
        return prefix + names.incrementAndGet();
    }

    /** A new role that may create databases and is nothing special else. */
    public String role() throws SQLException {
        return role("createdb");
    }

    /** A new role. */
    public String role(String options) throws SQLException {
        String role = unused("app");
        execute("postgres", "create role %s login %s".formatted(role, options));
        return role;
    }

    /** A new role that is let in only with that password. */
    public String roleWithPassword(String password) throws SQLException, IOException {
        String role = role("createdb password '" + password + "'");
        Path hba = directory.resolve("data/pg_hba.conf");
        Files.writeString(hba, "host all " + role + " all scram-sha-256\n" + Files.readString(hba));
        execute("postgres", "select pg_reload_conf()");
        return role;
    }

    /** A new and empty database. */
    public String database(String owner) throws SQLException {
        String database = unused("shop");
        execute("postgres", "create database %s owner %s".formatted(database, owner));
        return database;
    }

    /** Runs statements as the superuser. */
    public void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database)) {
            Databases.execute(connection, sql);
        }
    }

    /** The first column of all rows, as the superuser sees them. */
    public List<String> query(String database, String sql, String... parameters) throws SQLException {
        try (Connection connection = connect(database)) {
            return Databases.query(connection, sql, parameters);
        }
    }

    /** The names of all databases that look like ours, marked or not. */
    public List<String> ours() throws SQLException {
        return query("postgres", "select datname from pg_database where datname like 'test\\_%' order by 1");
    }

    /** The number of sessions that a role has now, anywhere. */
    public int sessionsOf(String role) throws SQLException {
        return query("postgres", "select pid::text from pg_stat_activity where usename = ?", role).size();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        Files.deleteIfExists(directory);
    }
}
