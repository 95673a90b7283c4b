package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkus.test.QuarkusUnitTest;

class AppWithFailingInitScriptTest {

    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.isolated-schema.devservices.provider", "embedded")
            .overrideConfigKey("quarkus.datasource.devservices.init-script-path", "db/none.sql")
            .assertException(failure -> assertThat(failure).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("'db/none.sql'"));

    @Test
    void neverRuns() {
        fail("the application must not start");
    }
}
