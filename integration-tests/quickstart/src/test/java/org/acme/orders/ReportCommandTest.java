package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainTest;

/** The application as a command, started for this test alone. */
@QuarkusMainTest
class ReportCommandTest {

    @Test
    @Launch("report")
    void aShopWithoutOrdersReportsNone(LaunchResult result) {
        assertThat(result.getOutput()).contains("Orders: 0");
    }
}
