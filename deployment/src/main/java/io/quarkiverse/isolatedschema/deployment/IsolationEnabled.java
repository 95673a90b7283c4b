package io.quarkiverse.isolatedschema.deployment;

import java.util.function.BooleanSupplier;

import io.quarkus.runtime.LaunchMode;

/** True in tests, unless the extension is switched off. */
public final class IsolationEnabled implements BooleanSupplier {

    private final LaunchMode launchMode;

    private final IsolatedSchemaBuildTimeConfig config;

    /**
     * @param launchMode what the application is started for
     * @param config the extension's configuration
     */
    public IsolationEnabled(LaunchMode launchMode, IsolatedSchemaBuildTimeConfig config) {
        this.launchMode = launchMode;
        this.config = config;
    }

    @Override
    public boolean getAsBoolean() {
        return launchMode == LaunchMode.TEST && config.enabled();
    }
}
