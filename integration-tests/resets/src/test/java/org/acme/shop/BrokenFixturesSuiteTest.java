package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whoever writes test data is told where it breaks. */
class BrokenFixturesSuiteTest {

    private static final String BROKEN = "Script 'fixtures/broken.sql', line 5: ERROR: insert or update on table \"customer\""
            + " violates foreign key constraint \"customer_country_fkey\"";

    private static final String STATEMENT = "The statement was: insert into customer (email, country)\nvalues ('mars', 'XX')";

    private final String methods = BrokenFixturesOfMethodsFixture.class.getSimpleName() + ".";

    @Test
    void areToldByFileLineAndStatement() {
        Suite.Outcome outcome = Suite.of(BrokenScriptFixture.class, BrokenFixturesOfMethodsFixture.class).run();

        assertThat(outcome.failure("BrokenScriptFixture")).contains(BROKEN, STATEMENT);
        assertThat(outcome.failure(methods + "wiped")).contains(BROKEN, STATEMENT);
        assertThat(outcome.failure(methods + "rolledBack")).contains(BROKEN, STATEMENT);
        assertThat(outcome.failure(methods + "fresh")).contains(BROKEN, STATEMENT);
        assertThat(outcome.failure(methods + "missing")).contains("There is no script 'fixtures/missing.sql' in the class path,"
                + " which @IsolatedSchema names. Put it into 'src/test/resources', or mend its name: it is written without a"
                + " leading slash.");
        assertThat(outcome.failure(methods + "ofPsql"))
                .contains("Script 'fixtures/of-psql.sql', line 2: '\\copy' is a command of"
                        + " psql, not SQL. Write it as SQL; COPY … FROM 'file.csv' reads a file beside the script.");
        assertThat(outcome.failure(methods + "withoutFile")).contains("Script 'fixtures/without-file.sql', line 1: There is no"
                + " file 'fixtures/missing.csv' in the class path. The statement was: copy customer from 'missing.csv'");
        assertThat(outcome.failure(methods + "failing")).contains("Fixture generator 'org.acme.shop."
                + "BrokenFixturesOfMethodsFixture$Failing' failed: java.lang.IllegalStateException: no data today");
        assertThat(outcome.failure(methods + "noBean")).contains("Fixture generator 'org.acme.shop."
                + "BrokenFixturesOfMethodsFixture$NoBean' is not a bean of the application. Give it a scope, such as @Singleton"
                + " or @ApplicationScoped.");
        assertThat(outcome.succeeded()).containsExactlyInAnyOrder(methods + "theOthersGoOn",
                methods + "theOthersGoOnRolledBack");
    }
}
