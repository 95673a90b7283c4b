package io.quarkiverse.isolatedschema.runtime.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.driver.InterceptingDriver;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.provision.BootedApplication;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabaseRequest;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.LeaseConnections;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabaseRequest;
import io.quarkiverse.isolatedschema.runtime.provision.SchemaMigrations;

/** A run in the application's own database, in which its role may create schemas but no databases. */
public final class GivenRun implements AutoCloseable {

    private final Run application;

    private final GivenDatabase run;

    private GivenRun(Run application, GivenDatabase run) {
        this.application = application;
        this.run = run;
    }

    /** An application whose role may create no databases and owns the one it is given. */
    public static Run application(PostgresServer server) throws SQLException {
        String role = server.role("");
        return Run.of(server, role, server.database(role));
    }

    public static GivenRun open(Run application, Provisioning provisioning) {
        return open(application, provisioning, BootedApplication.UNKNOWN);
    }

    public static GivenRun open(Run application, Provisioning provisioning, BootedApplication booted) {
        return open(application, application.again(), provisioning, booted);
    }

    public static GivenRun open(Run application, RunDatabaseRequest request, Provisioning provisioning,
            BootedApplication booted) {
        return open(application, request, "\"$user\", public", provisioning, booted);
    }

    /** With that search path of the user's own. */
    public static GivenRun open(Run application, RunDatabaseRequest request, String path, Provisioning provisioning,
            BootedApplication booted) {
        return new GivenRun(application, GivenDatabase.open(new GivenDatabaseRequest(request, path, provisioning, booted)));
    }

    /** An application with those migrations, each of which is run as it is. */
    public static BootedApplication migrating(String... migrations) {
        SchemaMigrations all = (lease, dataSource) -> {
            try (Connection connection = dataSource.getConnection()) {
                for (String migration : migrations) {
                    Databases.execute(connection, migration);
                }
            } catch (SQLException failed) {
                throw new IllegalStateException(failed.getMessage(), failed);
            }
        };
        return booted(Optional.of(all), Map.of());
    }

    /** An application without migrations and with those mapped tables. */
    public static BootedApplication mapping(String table, String mapping) {
        return booted(Optional.empty(), Map.of(table, mapping));
    }

    private static BootedApplication booted(Optional<SchemaMigrations> migrations, Map<String, String> tables) {
        return new BootedApplication() {
            @Override
            public Optional<SchemaMigrations> migrations() {
                return migrations;
            }

            @Override
            public Map<String, String> mappedTables() {
                return tables;
            }
        };
    }

    /** Runs statements as the application does while it boots. */
    public GivenRun boot(String... statements) throws SQLException {
        try (Connection connection = connect()) {
            for (String statement : statements) {
                Databases.execute(connection, statement);
            }
        }
        return this;
    }

    /** A connection of the application while it boots. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.put("user", application.role());
        run.recordingOfBoot().ifPresent(recording -> properties.put(InterceptingDriver.INTERCEPTION, recording.id()));
        return new InterceptingDriver().connect(run.bootLease().url().toString(), properties);
    }

    public Provisioner capture() {
        LeaseConnections connections = (lease, work) -> {
            try (LeasePool pool = Pools.of(application).create(lease)) {
                work.accept(pool.dataSource());
            }
        };
        return run.capture(connections);
    }

    public GivenDatabase run() {
        return run;
    }

    /** The first column of all rows, as the application sees them in a lease. */
    public static List<String> query(Lease lease, String sql) throws SQLException {
        try (Connection connection = Run.connect(lease)) {
            return Databases.query(connection, sql);
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
