package org.acme.guestbook;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A server on which the application's role owns one database, with a guest book of its own in it, and may make no other. */
public class RestrictedServer implements QuarkusTestResourceLifecycleManager {

    private static final String SUPERUSER_URL = "guestbook.superuser-url";

    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.builder().setOverrideWorkingDirectory(new File("target/postgres"))
                    .setServerConfig("fsync", "off").start();
            execute(url("postgres"), "create role plain login password 'plain'");
            execute(url("postgres"), "create database guests owner plain");
            execute(url("guests"),
                    "create table guest (id bigint primary key, name text); insert into guest values (1, 'Grace');"
                            + " create sequence guest_seq start 1234; alter table guest owner to plain; alter sequence guest_seq owner to plain");
            return Map.of("quarkus.datasource.jdbc.url", "jdbc:postgresql://localhost:" + postgres.getPort() + "/guests",
                    "quarkus.datasource.username", "plain", "quarkus.datasource.password", "plain", SUPERUSER_URL,
                    url("guests"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String url(String database) {
        return postgres.getJdbcUrl("postgres", database);
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** The first column of all rows, as the superuser sees them in the application's database. */
    static List<String> query(String sql) throws SQLException {
        List<String> column = new ArrayList<>();
        try (Connection connection = DriverManager
                .getConnection(ConfigProvider.getConfig().getValue(SUPERUSER_URL, String.class));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                column.add(rows.getString(1));
            }
        }
        return column;
    }

    @Override
    public void stop() {
        try {
            postgres.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
