package io.quarkiverse.isolatedschema.runtime.flyway;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.flyway.runtime.FlywayContainer;
import io.quarkus.flyway.runtime.FlywayContainerUtil;

/**
 * Applies the migrations that are still pending after the application has started, because it migrates by hand or only in
 * production: a lease is always fully migrated.
 */
public final class PendingMigrations {

    private static final Logger log = Logger.getLogger(PendingMigrations.class);

    private PendingMigrations() {
    }

    /**
     * Migrates the default datasource, unless the application has switched Flyway off for it.
     *
     * @throws IsolationException when a migration fails
     */
    public static void apply() {
        if (!FlywayMigrations.isActive()) {
            return;
        }
        FlywayContainer container = FlywayContainerUtil.getFlywayContainer(DataSourceUtil.DEFAULT_DATASOURCE_NAME);
        Flyway flyway = container == null ? null : container.getFlyway();
        if (flyway == null) {
            return;
        }
        MigrationInfo[] pending = flyway.info().pending();
        if (pending.length == 0) {
            return;
        }
        log.debugf("Applying %d migrations that are pending after the application has started", pending.length);
        try {
            flyway.migrate();
        } catch (RuntimeException failed) {
            throw new IsolationException("The migrations that were pending after the application had started could not be"
                    + " applied: " + failed.getMessage() + ". Mend them, or set"
                    + " 'quarkus.isolated-schema.flyway.migrate-before-capture=false' if the application's tests do without.",
                    failed);
        }
    }
}
