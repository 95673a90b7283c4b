package io.quarkiverse.isolatedschema.runtime;

import java.util.Map;
import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.boundary.HibernateTables;
import io.quarkiverse.isolatedschema.runtime.flyway.FlywayMigrations;
import io.quarkiverse.isolatedschema.runtime.provision.BootedApplication;
import io.quarkiverse.isolatedschema.runtime.provision.SchemaMigrations;
import io.quarkus.arc.Arc;

/** Asks the extensions that the application has. */
record QuarkusApplication(boolean flyway, boolean hibernate) implements BootedApplication {

    @Override
    public Optional<SchemaMigrations> migrations() {
        return flyway ? FlywayMigrations.ofDefaultDatasource() : Optional.empty();
    }

    @Override
    public Map<String, String> mappedTables() {
        return hibernate ? Arc.container().instance(HibernateTables.class).get().written() : Map.of();
    }
}
