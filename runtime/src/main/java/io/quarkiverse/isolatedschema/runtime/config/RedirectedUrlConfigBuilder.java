package io.quarkiverse.isolatedschema.runtime.config;

import io.quarkus.runtime.configuration.ConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Adds {@link RedirectedUrl} and {@link NothingDropped} to the runtime configuration of an isolated application under test. */
public class RedirectedUrlConfigBuilder implements ConfigBuilder {

    @Override
    public SmallRyeConfigBuilder configBuilder(SmallRyeConfigBuilder builder) {
        return builder.withInterceptors(new RedirectedUrl(), new NothingDropped());
    }
}
