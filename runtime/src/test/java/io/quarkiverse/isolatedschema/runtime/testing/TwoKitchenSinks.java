package io.quarkiverse.isolatedschema.runtime.testing;

import java.sql.Connection;
import java.sql.SQLException;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;

/** Two schemas of the same content in a database of their own; the search path is that of the copy. */
public record TwoKitchenSinks(Connection connection, String template, String copy) implements AutoCloseable {

    public static TwoKitchenSinks on(PostgresServer server) throws SQLException {
        String database = server.database(PostgresServer.SUPERUSER);
        KitchenSink.outside(server, database);
        TwoKitchenSinks sinks = new TwoKitchenSinks(server.connect(database), LeaseName.lease(RunId.random()),
                LeaseName.lease(RunId.random()));
        sinks.fill(sinks.template);
        sinks.fill(sinks.copy);
        sinks.publish();
        return sinks;
    }

    private void fill(String schema) throws SQLException {
        Databases.execute(connection, "create schema " + schema + "; set search_path = " + schema);
        KitchenSink.fill(connection);
    }

    /** A publication belongs to the database, so both schemas take part in one. */
    private void publish() throws SQLException {
        String part = connection.getMetaData().getDatabaseMajorVersion() < 15 ? ".orders"
                : ".orders (id, customer) where (id > 1)";
        Databases.execute(connection, "create publication pair for table " + template + part + ", " + copy + part);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
