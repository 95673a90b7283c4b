package io.quarkiverse.isolatedschema.runtime.provision;

/**
 * Fills a lease by applying the application's own migrations to an empty schema.
 *
 * @param migrations the application's own
 * @param connections reach a lease as the application would
 */
record MigrateFilling(SchemaMigrations migrations, LeaseConnections connections) implements GivenDatabase.Filling {

    @Override
    public void fill(Lease lease) {
        try {
            connections.use(lease, dataSource -> migrations.migrate(lease, dataSource));
        } catch (RuntimeException failed) {
            throw GivenDatabaseErrors.failedMigration(failed);
        }
    }
}
