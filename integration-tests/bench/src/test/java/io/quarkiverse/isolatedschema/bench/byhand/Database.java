package io.quarkiverse.isolatedschema.bench.byhand;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;

/** A database for one way, with the pool that an application has. */
final class Database implements AutoCloseable {

    private static final String DIRT = """
            insert into customer select i, 'Ada', 'C01' from generate_series(1, 50) i;
            insert into orders (id, customer_id) select i, i from generate_series(1, 50) i;
            insert into order_line select i, i, 'P01', 1 from generate_series(1, 50) i;
            """;

    private final String url;

    private final String name;

    private final Path migrations;

    private final AgroalDataSource pool;

    /**
     * Makes the database, empty and anew.
     *
     * @param server the URL of a database of the server, with credentials
     * @param name the name of the database
     * @param migrations where Flyway finds the migrations
     */
    Database(String server, String name, Path migrations) throws SQLException {
        this.url = server;
        this.name = name;
        this.migrations = migrations;
        try (Connection connection = DriverManager.getConnection(server)) {
            execute(connection, "drop database if exists " + name + " with (force)");
            execute(connection, "create database " + name);
        }
        this.pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(
                pool -> pool.initialSize(2).maxSize(5).acquisitionTimeout(Duration.ofSeconds(10))
                        .connectionFactoryConfiguration(connections -> connections.jdbcUrl(url(name)))));
    }

    /** The URL of another database of the server, with credentials. */
    String url(String database) {
        return url.replaceFirst("/[^/?]+\\?", "/" + database + "?");
    }

    String name() {
        return name;
    }

    Connection connect() throws SQLException {
        return pool.getConnection();
    }

    /** The application's Flyway. */
    FluentConfiguration flyway() {
        return Flyway.configure().dataSource(pool).locations("filesystem:" + migrations).cleanDisabled(false);
    }

    /** Puts data into the tables that an application of any size has. */
    static void dirty(Connection connection) throws SQLException {
        execute(connection, DIRT);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
