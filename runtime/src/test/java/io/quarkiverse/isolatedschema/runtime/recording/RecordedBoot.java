package io.quarkiverse.isolatedschema.runtime.recording;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.runtime.catalog.SchemaCatalog;
import io.quarkiverse.isolatedschema.runtime.catalog.SchemaCatalog.Difference;
import io.quarkiverse.isolatedschema.runtime.catalog.SchemaRows;
import io.quarkiverse.isolatedschema.runtime.driver.InterceptingDriver;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;

/** A boot schema in a database of its own, filled through recorded connections, and a lease to replay into. */
final class RecordedBoot implements AutoCloseable {

    final String schema = LeaseName.lease(RunId.random());

    final String lease = LeaseName.lease(RunId.random());

    final Recording recording = Recording.start();

    /** Not recorded, in auto-commit mode. */
    final Connection maintenance;

    private final String url;

    private final String role;

    RecordedBoot(PostgresServer server, String role) throws SQLException {
        String database = server.database(role);
        this.role = role;
        url = server.url(database).toString();
        maintenance = server.access(role).connect(database);
        execute(maintenance, "create schema " + schema + "; create schema " + lease);
    }

    String url() {
        return url;
    }

    /** A recorded connection whose search path is that of the boot schema, in auto-commit mode. */
    Connection connect() throws SQLException {
        return connect(recording.id());
    }

    Connection connect(String id) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", role);
        properties.put("currentSchema", schema + ",public");
        properties.put(InterceptingDriver.INTERCEPTION, id);
        return new InterceptingDriver().connect(url, properties);
    }

    Script finish() throws SQLException {
        return recording.finish(schema).withSequencePositions(maintenance);
    }

    /** Fills the lease and tells how it differs from the boot schema, in definitions and rows. */
    List<String> differencesAfter(Script script) throws SQLException {
        maintenance.setAutoCommit(false);
        try {
            script.replay(maintenance, lease);
            maintenance.commit();
        } finally {
            maintenance.rollback();
            maintenance.setAutoCommit(true);
        }
        return Stream.concat(
                SchemaCatalog.of(maintenance, schema).differencesTo(SchemaCatalog.of(maintenance, lease)).stream(),
                SchemaRows.differences(maintenance, schema, lease).stream()).map(Difference::describe).toList();
    }

    @Override
    public void close() throws SQLException {
        recording.close();
        maintenance.close();
    }
}
