package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.DockerClientFactory;

import io.quarkus.test.QuarkusUnitTest;

/** Where no container engine works, Quarkus's own failure shows that everything is left to Quarkus. */
@DisabledIf("containerEngineWorks")
class AppWithExtensionDisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.isolated-schema.enabled", "false")
            .assertException(failure -> assertThat(failure).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ensure the Docker daemon is up and running"));

    @Test
    void isLeftToQuarkus() {
        fail("the application must not start");
    }

    static boolean containerEngineWorks() {
        return DockerClientFactory.instance().isDockerAvailable();
    }
}
