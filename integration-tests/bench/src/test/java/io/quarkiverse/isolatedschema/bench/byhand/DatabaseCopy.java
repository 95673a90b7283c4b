package io.quarkiverse.isolatedschema.bench.byhand;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A copy of a migrated database for each class, made by {@code CREATE DATABASE}, and a new connection to it. */
final class DatabaseCopy implements Way {

    private final Database template;

    private final Connection admin;

    private final String strategy;

    private int number;

    /** @param strategy what comes after the template's name */
    DatabaseCopy(Database template, String strategy) throws SQLException {
        this.template = template;
        this.strategy = strategy;
        template.flyway().load().migrate();
        template.close();
        this.admin = DriverManager.getConnection(template.url("postgres"));
    }

    private String copy() {
        return template.name() + "_" + number;
    }

    @Override
    public void dirty() {
        // The copy of the class before is dropped as a whole.
    }

    @Override
    public Connection fresh() throws SQLException {
        number++;
        Database.execute(admin, "create database " + copy() + " template " + template.name() + strategy);
        return DriverManager.getConnection(template.url(copy()));
    }

    @Override
    public boolean drop() throws SQLException {
        Database.execute(admin, "drop database " + copy());
        return true;
    }

    @Override
    public void close() throws SQLException {
        admin.close();
    }
}
