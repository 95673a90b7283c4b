package io.quarkiverse.isolatedschema.runtime.config;

import java.util.List;
import java.util.TreeSet;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.provision.ProvisioningErrors;

/**
 * Finds configuration that names a schema, before the application has worked in it: where the run takes place in the user's
 * own database, that schema is the user's.
 */
final class NamedSchemas {

    private static final List<String> KEYS = List.of("quarkus.flyway.schemas", "quarkus.flyway.default-schema",
            "quarkus.flyway.\"<default>\".schemas", "quarkus.flyway.\"<default>\".default-schema",
            "quarkus.liquibase.default-schema-name", "quarkus.liquibase.liquibase-schema-name",
            "quarkus.hibernate-orm.database.default-schema",
            "quarkus.hibernate-orm.\"<default>\".database.default-schema");

    private NamedSchemas() {
    }

    static void refuse(Config values) {
        TreeSet<String> keys = new TreeSet<>();
        values.getPropertyNames().forEach(keys::add);
        keys.retainAll(KEYS);
        for (String key : keys) {
            values.getOptionalValue(key, String.class).ifPresent(schema -> {
                throw new IsolationException("'" + key + "' names schema '" + schema + "', which cannot be isolated inside the"
                        + " database that the URL names: every test class would work in the same one. Leave the property out"
                        + " in tests; " + ProvisioningErrors.OR_CLONE);
            });
        }
    }
}
