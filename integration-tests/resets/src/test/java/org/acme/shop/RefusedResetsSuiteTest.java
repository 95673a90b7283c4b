package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Resets that cannot be, told before the method begins. */
class RefusedResetsSuiteTest {

    @Test
    void whatTakesACopyIsRefusedWhereDatabasesAreNotCloned() {
        Suite.Outcome outcome = WithinDatabase.suite(RefusedWithinDatabaseFixture.class).run();

        String fixture = "RefusedWithinDatabaseFixture.";
        assertThat(outcome.failure(fixture + "fresh")).contains(
                "'RefusedWithinDatabaseFixture.fresh' cannot get a schema of its"
                        + " own by Reset.FRESH, because something may have been written before the first method (such as by @BeforeAll,",
                "which can only be copied where databases are cloned, and not inside database '",
                "Use Reset.WIPE, write it in @BeforeEach methods or 'scripts', or let the role create databases");
        assertThat(outcome.failure(fixture + "wipeAfterDdl")).contains(
                "'RefusedWithinDatabaseFixture.wipeAfterDdl' cannot begin,"
                        + " because schema 'test_",
                "could not be brought back to what it was before the first method: ",
                "and where databases cannot be cloned, that cannot be copied. Write it in @BeforeEach methods or 'scripts', or leave"
                        + " out what cannot be undone.");
        assertThat(outcome.succeeded()).containsExactly(fixture + "rows", fixture + "rolledBack", fixture + "ddl",
                fixture + "snapshotOfDdl");
    }
}
