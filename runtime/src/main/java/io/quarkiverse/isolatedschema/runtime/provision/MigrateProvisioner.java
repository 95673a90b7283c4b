package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.SQLException;

/** Makes a lease by applying the application's own migrations to an empty schema. */
public final class MigrateProvisioner implements Provisioner {

    private final GivenDatabase run;

    private final SchemaMigrations migrations;

    private final LeaseConnections connections;

    /**
     * @param run where the leases lie
     * @param migrations the application's own
     * @param connections reach a lease as the application would
     */
    MigrateProvisioner(GivenDatabase run, SchemaMigrations migrations, LeaseConnections connections) {
        this.run = run;
        this.migrations = migrations;
        this.connections = connections;
    }

    @Override
    public Provisioning provisioning() {
        return Provisioning.MIGRATE;
    }

    @Override
    public Provisioned provision(String purpose) throws SQLException {
        long start = System.nanoTime();
        Lease lease = run.make(purpose, this::migrate);
        return new Provisioned(lease, System.nanoTime() - start, 0);
    }

    private void migrate(Lease lease) {
        try {
            connections.use(lease, dataSource -> migrations.migrate(lease, dataSource));
        } catch (RuntimeException failed) {
            throw GivenDatabaseErrors.failedMigration(failed);
        }
    }

    @Override
    public void describe(Lease lease, String purpose) throws SQLException {
        run.describe(lease.schema(), purpose);
    }

    @Override
    public void drop(Lease lease) throws SQLException {
        run.drop(lease.schema());
    }
}
