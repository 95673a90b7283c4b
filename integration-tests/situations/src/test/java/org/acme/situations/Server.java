package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** The server of the situations in which an application names one; one for all, with a role that may create databases. */
final class Server implements AutoCloseable {

    private final EmbeddedPostgres postgres;

    private Server(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        execute("postgres", "create role app login createdb password 'app'");
    }

    private static Server start() {
        try {
            return new Server(EmbeddedPostgres.builder().setOverrideWorkingDirectory(new File("target/postgres"))
                    .setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "off").setServerConfig("full_page_writes", "off").start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Hands the server to the methods of the tests. */
    static final class Provided implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Server.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(ExtensionContext.Namespace.create(Server.class))
                    .computeIfAbsent(Server.class, key -> start(), Server.class);
        }
    }

    int port() {
        return postgres.getPort();
    }

    String url(String database) {
        return "jdbc:postgresql://localhost:" + port() + "/" + database;
    }

    /** Makes an empty database of the role {@code app}, anew. */
    Server database(String name) {
        return database(name, "app");
    }

    Server database(String name, String owner) {
        execute("postgres", "drop database if exists " + name + " with (force)");
        execute("postgres", "create database " + name + " owner " + owner);
        return this;
    }

    /** Makes a role anew, with its name for a password; what it owned goes with the one before. */
    Server role(String name, String rights) {
        if (!query("postgres", "select 1 from pg_roles where rolname = '" + name + "'").isEmpty()) {
            execute("postgres", "drop database if exists restricted with (force)");
            execute("postgres", "drop role " + name);
        }
        execute("postgres", "create role " + name + " login password '" + name + "' " + rights);
        return this;
    }

    /** Asks a role for its password from now on; all others are let in without. */
    Server asksForPassword(String role) {
        Path rules = Path.of(query("postgres", "show hba_file").get(0));
        try {
            Files.writeString(rules, "host all " + role + " all scram-sha-256\n" + Files.readString(rules));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        execute("postgres", "select pg_reload_conf()");
        return this;
    }

    /** Does something while somebody is connected to a database. */
    <T> T whileConnected(String database, Supplier<T> action) throws SQLException {
        try (Connection connection = connect(database)) {
            return action.get();
        }
    }

    void execute(String database, String sql) {
        try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    List<String> query(String database, String sql) {
        List<String> column = new ArrayList<>();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                column.add(rows.getString(1));
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
        return column;
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", "postgres");
    }

    /** Asserts that nobody made anything in the database. */
    void assertUntouched(String database) {
        assertThat(query(database, "select nspname || '.' || relname from pg_class c join pg_namespace n"
                + " on n.oid = relnamespace where nspname not in ('pg_catalog', 'information_schema', 'pg_toast')"))
                .as("what is in database '%s'", database).isEmpty();
        assertThat(query(database, "select nspname from pg_namespace where nspname ~ '^test_'")).isEmpty();
    }

    /** Asserts that no run left a database. */
    void assertNothingLeft() {
        assertThat(query("postgres", "select datname from pg_database where datname ~ '^test_'"))
                .as("what is left on the server").isEmpty();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
