package io.quarkiverse.isolatedschema.runtime.reset;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import io.quarkiverse.isolatedschema.runtime.catalog.SchemaCatalog;
import io.quarkiverse.isolatedschema.runtime.catalog.SchemaRows;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.testing.KitchenSink;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;

/** A lease with every kind of object, and a copy of its baseline to compare it to. */
final class WipedKitchenSink implements AutoCloseable {

    final Connection application;

    final Wipe wipe;

    private final String schema = LeaseName.lease(RunId.random());

    private final Connection expected;

    WipedKitchenSink(PostgresServer server, String more) throws SQLException {
        String database = server.database(PostgresServer.SUPERUSER);
        String copy = server.unused("copy");
        KitchenSink.outside(server, database);
        server.execute(database, "create schema " + schema);
        try (Connection boot = connect(server, database)) {
            KitchenSink.fill(boot);
            execute(boot, more);
        }
        server.execute("postgres", "create database " + copy + " template " + database);
        application = connect(server, database);
        expected = connect(server, copy);
        wipe = Wipe.prepare(connect(server, database), WipeScope.database(), WipedLease.PATIENCE);
    }

    private Connection connect(PostgresServer server, String database) throws SQLException {
        JdbcUrl url = server.url(database).withSearchPath(schema);
        return server.access(url, PostgresServer.SUPERUSER, "any").open(url);
    }

    boolean isAtBaseline() throws SQLException {
        return SchemaRows.differences(expected, schema, application, schema).isEmpty()
                && SchemaCatalog.of(expected, schema).differencesTo(SchemaCatalog.of(application, schema)).isEmpty();
    }

    void assertIsAtBaseline(String after) throws SQLException {
        assertThat(SchemaRows.differences(expected, schema, application, schema)).as(after).isEmpty();
        assertThat(SchemaCatalog.of(expected, schema).differencesTo(SchemaCatalog.of(application, schema))).as(after).isEmpty();
    }

    @Override
    public void close() throws SQLException {
        wipe.close();
        application.close();
        expected.close();
    }
}
