package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.QuarkusUnitTest;

class AppWithIsolatedClassAdaptsContainerTest {

    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Isolated.class, AdaptedContainer.class))
            .addBuildChainCustomizer(new AdaptedContainer())
            .overrideConfigKey("isolated-schema.internal.run", "00000000000000aa");

    @Test
    void whatWouldStartAsPostgresContainerIsAServerOfOurs() {
        assertThat(AdaptedContainer.command()).contains("fsync=off");
    }

    @IsolatedSchema
    static class Isolated {
    }
}
