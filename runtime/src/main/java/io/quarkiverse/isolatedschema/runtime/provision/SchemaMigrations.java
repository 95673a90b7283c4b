package io.quarkiverse.isolatedschema.runtime.provision;

import javax.sql.DataSource;

/** The application's own migrations; nothing here knows the tool. */
public interface SchemaMigrations {

    /**
     * Applies all of them.
     *
     * @param lease an empty schema
     * @param dataSource reaches it as the application would
     * @throws RuntimeException when a migration fails
     */
    void migrate(Lease lease, DataSource dataSource);
}
