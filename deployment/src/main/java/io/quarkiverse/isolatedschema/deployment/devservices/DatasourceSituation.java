package io.quarkiverse.isolatedschema.deployment.devservices;

import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresConfig.Provider;
import io.quarkus.datasource.common.runtime.DatabaseKind;

/**
 * Everything that decides whether embedded Postgres serves the default datasource.
 *
 * @param provider what the user wants Postgres to be provided by
 * @param active whether the datasource is active
 * @param devServicesEnabled {@code quarkus.datasource.devservices.enabled}, empty if not set
 * @param dbKind the datasource's database kind, empty if it cannot be told
 * @param urlConfigured whether a JDBC or reactive URL is configured
 * @param testMode whether the application is started for tests
 * @param sharedNetwork whether Dev Services have to be reachable from other containers
 * @param containerRuntimeWorks asked last and only if it matters: it may take seconds to answer
 */
record DatasourceSituation(Provider provider, boolean active, Optional<Boolean> devServicesEnabled,
        Optional<String> dbKind, boolean urlConfigured, boolean testMode, boolean sharedNetwork,
        BooleanSupplier containerRuntimeWorks) {

    /**
     * Whether embedded Postgres is to be started.
     *
     * @return false if Quarkus is to do what it does without this extension
     * @throws IsolationException if embedded Postgres is wanted and another setting forbids it
     */
    boolean calls() {
        if (provider == Provider.CONTAINER || !active || !devServicesEnabled.orElse(true)
                || !DatabaseKind.POSTGRESQL.equals(dbKind.orElse(null))) {
            return false;
        }
        if (devServicesEnabled.isPresent()) {
            return callsThoughEnabledExplicitly();
        }
        return !urlConfigured && callsByProvider();
    }

    private boolean callsByProvider() {
        if (provider == Provider.AUTO && containerRuntimeWorks.getAsBoolean()) {
            return false;
        }
        if (sharedNetwork) {
            throw EmbeddedPostgresErrors.sharedNetwork();
        }
        return true;
    }

    /**
     * Quarkus asks nobody before it starts its own container if Dev Services are enabled explicitly, so that nothing
     * can make it stand back: in tests it fails without a container engine, in dev mode it goes on with a warning.
     */
    private boolean callsThoughEnabledExplicitly() {
        if (containerRuntimeWorks.getAsBoolean()) {
            if (provider == Provider.EMBEDDED) {
                throw EmbeddedPostgresErrors.enabledExplicitlyBesideContainer();
            }
            return false;
        }
        if (testMode) {
            throw EmbeddedPostgresErrors.enabledExplicitlyWithoutContainer();
        }
        return !urlConfigured && callsByProvider();
    }
}
