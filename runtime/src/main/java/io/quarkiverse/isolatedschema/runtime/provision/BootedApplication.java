package io.quarkiverse.isolatedschema.runtime.provision;

import java.util.Map;
import java.util.Optional;

/** What must be known of the application itself once it has booted; nothing here knows its frameworks. */
public interface BootedApplication {

    /** @return its migrations; empty when it has none that could be applied to another schema */
    Optional<SchemaMigrations> migrations();

    /** @return the tables that its mappings write, as they name them in SQL, each with what maps it */
    Map<String, String> mappedTables();

    /** An application of which nothing is known. */
    BootedApplication UNKNOWN = new BootedApplication() {
        @Override
        public Optional<SchemaMigrations> migrations() {
            return Optional.empty();
        }

        @Override
        public Map<String, String> mappedTables() {
            return Map.of();
        }
    };
}
