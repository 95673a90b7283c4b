package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Test data that several classes want is made once. */
class EqualFixturesSuiteTest {

    @Test
    void areLoadedOnceAndThenCopied() {
        Suite.Outcome outcome = Suite.of(FirstPeopleFixture.class, SecondPeopleFixture.class, FreshPeopleFixture.class).run();

        outcome.succeeds(5);
        assertThat(outcome.log()).containsOnlyOnce("Making people in test_")
                .contains("Loaded fixtures/shop.sql, People 1 time in", "Copied a lease to make others from 1 time in",
                        "2 leases came with test data");
    }

    /** Where nothing can be copied, each class loads its own. */
    @Test
    void areLoadedByEachWhereDatabasesAreNotCloned() {
        Suite.Outcome outcome = WithinDatabase.suite(FirstPeopleFixture.class, SecondPeopleFixture.class,
                FreshPeopleFixture.class).run();

        outcome.succeeds(5);
        assertThat(outcome.log()).contains("made by replay", "Loaded fixtures/shop.sql, People 6 times in");
    }
}
