package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class AppWithReactiveUrlOnlyTest {

    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.reactive.url", "vertx-reactive:postgresql://db.example:5432/shop")
            .overrideConfigKey("quarkus.isolated-schema.devservices.provider", "embedded")
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "false");

    @Inject
    Config config;

    @Test
    void getsNoServer() {
        assertThat(config.getOptionalValue("isolated-schema.internal.server-of-ours", String.class)).isEmpty();
        assertThat(config.getOptionalValue("quarkus.datasource.jdbc.url", String.class)).isEmpty();
    }
}
