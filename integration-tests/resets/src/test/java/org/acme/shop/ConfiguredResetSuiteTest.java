package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens between the methods of classes that don't say it themselves. */
class ConfiguredResetSuiteTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "wipe | Wiped before 3 methods", "rollback | Began a transaction for 3 methods",
            "fresh | A fresh lease for 5 methods" })
    void asConfigured(String reset, String summary) {
        Suite.Outcome outcome = Suite.of(ByConfigurationFixture.class).with("quarkus.isolated-schema.reset", reset).run();

        outcome.succeeds(5);
        assertThat(outcome.log()).contains(summary);
    }

    @Test
    void noneByDefault() {
        Suite.Outcome outcome = Suite.of(ByConfigurationFixture.class).run();

        assertThat(outcome.succeeded()).containsOnlyOnce("ByConfigurationFixture.asConfigured")
                .contains("ByConfigurationFixture.asTheMethodSays");
        assertThat(outcome.failed().get("ByConfigurationFixture.asConfigured")).hasSize(2);
    }
}
