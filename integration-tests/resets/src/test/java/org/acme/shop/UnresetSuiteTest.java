package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The tests that pass in any order with a reset do not pass without. */
class UnresetSuiteTest {

    @Test
    void methodsFindWhatThoseBeforeThemLeft() {
        Suite.Outcome outcome = Suite.of(Unreset1Fixture.class).run();

        assertThat(outcome.succeeded()).as("the first, and what comes after one that leaves nothing").hasSizeLessThan(4);
        assertThat(outcome.failed()).hasSizeGreaterThan(38).allSatisfy((name, failures) -> assertThat(failures.get(0))
                .hasMessageMatching("(?s).*(what the method finds|what is there before the first method).*"));
    }
}
