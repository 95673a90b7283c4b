package io.quarkiverse.isolatedschema.runtime.config;

import java.util.List;
import java.util.TreeSet;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.provision.ProvisioningErrors;

/**
 * Finds configuration that names a schema, or lets the application name them, before the application has worked in one:
 * where the run takes place in the user's own database, that schema is the user's.
 */
final class NamedSchemas {

    private static final List<String> KEYS = List.of("quarkus.flyway.schemas", "quarkus.flyway.default-schema",
            "quarkus.flyway.\"<default>\".schemas", "quarkus.flyway.\"<default>\".default-schema",
            "quarkus.liquibase.default-schema-name", "quarkus.liquibase.liquibase-schema-name",
            "quarkus.hibernate-orm.database.default-schema",
            "quarkus.hibernate-orm.\"<default>\".database.default-schema");

    private static final List<String> TENANTS = List.of("quarkus.hibernate-orm.multitenant",
            "quarkus.hibernate-orm.\"<default>\".multitenant");

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
        refuseTenants(values);
    }

    private static void refuseTenants(Config values) {
        for (String key : TENANTS) {
            if (values.getOptionalValue(key, String.class).filter("schema"::equalsIgnoreCase).isPresent()) {
                throw new IsolationException("'" + key + "' is 'schema': each tenant has a schema with a name of its own, which"
                        + " cannot be isolated inside the database that the URL names: every test class would work in the same"
                        + " ones. Leave the property out in tests; " + ProvisioningErrors.OR_CLONE);
            }
        }
    }

    /** Where each tenant has a database of its own, only one of them could be isolated, wherever the run takes place. */
    static void refuseDatabases(Config values) {
        for (String key : TENANTS) {
            if (values.getOptionalValue(key, String.class).filter("database"::equalsIgnoreCase).isPresent()) {
                throw new IsolationException("'" + key + "' is 'database': each tenant has a database of its own, and only that"
                        + " of the default datasource can be isolated yet. Leave the property out in tests, or set"
                        + " 'quarkus.isolated-schema.enabled=false'.");
            }
        }
    }
}
