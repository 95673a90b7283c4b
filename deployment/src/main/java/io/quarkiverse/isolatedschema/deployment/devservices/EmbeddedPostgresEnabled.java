package io.quarkiverse.isolatedschema.deployment.devservices;

import java.util.function.BooleanSupplier;

import io.quarkiverse.isolatedschema.deployment.IsolatedSchemaBuildTimeConfig;
import io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresConfig.Provider;

/** Holds where embedded Postgres may be started at all: the extension is enabled and containers are not demanded. */
public class EmbeddedPostgresEnabled implements BooleanSupplier {

    private final IsolatedSchemaBuildTimeConfig config;

    /**
     * @param config the extension's configuration
     */
    public EmbeddedPostgresEnabled(IsolatedSchemaBuildTimeConfig config) {
        this.config = config;
    }

    @Override
    public boolean getAsBoolean() {
        return config.enabled() && config.devservices().provider() != Provider.CONTAINER;
    }
}
