package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkus.test.QuarkusUnitTest;

/** Quarkus itself would say "ensure the Docker daemon is up and running". */
class AppWithDevServicesEnabledExplicitlyTest {

    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "true")
            .assertException(failure -> assertThat(failure).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("'quarkus.datasource.devservices.enabled' is set to 'true'")
                    .hasMessageContaining("Remove the property"));

    @Test
    void neverRuns() {
        fail("the application must not start");
    }
}
