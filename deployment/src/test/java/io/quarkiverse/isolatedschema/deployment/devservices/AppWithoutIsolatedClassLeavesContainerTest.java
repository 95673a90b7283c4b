package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class AppWithoutIsolatedClassLeavesContainerTest {

    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(AdaptedContainer.class))
            .addBuildChainCustomizer(new AdaptedContainer());

    @Test
    void whatWouldStartAsPostgresContainerIsAsQuarkusMakesIt() {
        assertThat(AdaptedContainer.command()).isEqualTo("--max_prepared_transactions=100");
    }
}
