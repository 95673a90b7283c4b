package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class AppWithConfiguredUrlTest {

    private static final String URL = "jdbc:postgresql://db.example:5432/shop";

    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.jdbc.url", URL)
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.isolatedschema"))
            .assertLogRecords(records -> assertThat(records).isEmpty());

    @Inject
    Config config;

    @Test
    void keepsItAndNothingIsStarted() {
        assertThat(config.getValue("quarkus.datasource.jdbc.url", String.class)).isEqualTo(URL);
        assertThat(config.getOptionalValue("quarkus.datasource.username", String.class)).isEmpty();
        assertThat(config.getOptionalValue("isolated-schema.internal.server-of-ours", String.class)).isEmpty();
    }
}
