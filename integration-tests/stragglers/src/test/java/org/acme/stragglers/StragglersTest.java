package org.acme.stragglers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.acme.stragglers.fixtures.AsyncTaskFixture;
import org.acme.stragglers.fixtures.BackgroundThreadFixture;
import org.acme.stragglers.fixtures.KeptEntityManagerFixture;
import org.acme.stragglers.fixtures.LastFixture;
import org.acme.stragglers.fixtures.NeverClosedFixture;
import org.acme.stragglers.fixtures.OpenTransactionFixture;
import org.acme.stragglers.fixtures.RunningJobFixture;
import org.acme.stragglers.fixtures.TransactionWithoutConnectionFixture;
import org.acme.stragglers.fixtures.TransactionalMethodFixture;
import org.junit.jupiter.api.Test;

class StragglersTest {

    @Test
    void nothingThatAClassLeavesBehindReachesTheNext() {
        Suite.Outcome outcome = Suite.of(NeverClosedFixture.class, OpenTransactionFixture.class,
                TransactionWithoutConnectionFixture.class, RunningJobFixture.class, AsyncTaskFixture.class,
                BackgroundThreadFixture.class, KeptEntityManagerFixture.class, TransactionalMethodFixture.class,
                LastFixture.class)
                .with("quarkus.log.category.\"io.quarkiverse.isolatedschema\".level", "DEBUG").run();

        assertThat(outcome.failed()).isEmpty();
        assertThat(outcome.succeeded()).hasSize(18);
        List<String> told = outcome.log().warnings();
        assertThat(told).hasSize(6).allSatisfy(block -> assertThat(block)
                .matches(
                        "(?s)Work still went on in schema test_\\w+ when \\w+ had ended\\. It had 300 ms .*\n  - [^\n]*\nLet .*"));
        assertThat(told.get(0)).contains("when NeverClosedFixture had ended",
                "a connection taken ",
                " ms ago at org.acme.stragglers.fixtures.NeverClosedFixture.leave(NeverClosedFixture.java:",
                ", idle in transaction for ",
                " ms, since its last SQL: insert into note (id, text) values (1, 'never committed')");
        assertThat(told.get(1)).contains("when OpenTransactionFixture had ended",
                "Thread 'open-transaction': a connection taken ",
                " ms ago at org.acme.stragglers.Notes.t", " in a transaction, idle in transaction for ");
        assertThat(told.get(2)).contains("when TransactionWithoutConnectionFixture had ended",
                "Thread 'without-connection': a transaction, which has been open for ", " ms without a connection, now at"
                        + " org.acme.stragglers.fixtures.Aside.run(Aside.java:");
        assertThat(told.get(3)).contains("when RunningJobFixture had ended",
                "job 'org.acme.stragglers.SlowJob#run', which has run for ",
                " ms without a connection, now at org.acme.stragglers.fixtures.Aside.run(Aside.java:");
        assertThat(told.get(4)).contains("when AsyncTaskFixture had ended",
                " ms ago at org.acme.stragglers.Notes.ponder(Notes.java:", " in a transaction, running for ",
                " ms: select 'pondered' from pg_sleep(600)");
        assertThat(told.get(5)).contains("when TransactionalMethodFixture had ended", "a transaction, which has been open for ",
                ", now at org.acme.stragglers.fixtures.TransactionalMethodFixture.await(TransactionalMethodFixture.java:");
        assertThat(outcome.log().all()).anySatisfy(line -> assertThat(line).startsWith("Thread 'background', which worked in"
                + " schema test_").contains(" at org.acme.stragglers.Notes.take(Notes.java:"));
    }

    @Test
    void aClassFailsForWhatItLeavesBehindIfAskedTo() {
        Suite.Outcome outcome = Suite.of(NeverClosedFixture.class, RunningJobFixture.class, LastFixture.class)
                .with("quarkus.isolated-schema.stragglers", "fail").run();

        assertThat(outcome.succeeded()).as("the tests of the classes themselves").hasSize(6);
        assertThat(outcome.failed()).containsOnlyKeys("NeverClosedFixture", "RunningJobFixture");
        assertFailure(outcome.failed(), "NeverClosedFixture", "a connection taken ");
        assertFailure(outcome.failed(), "RunningJobFixture", "job 'org.acme.stragglers.SlowJob#run'");
    }

    private static void assertFailure(Map<String, Throwable> failed, String testClass, String work) {
        assertThat(failed.get(testClass)).hasStackTraceContaining("IsolationException: Test class '" + testClass
                + "' left work behind. Work still went on in schema test_").hasStackTraceContaining(work)
                .hasStackTraceContaining("To be only warned, set 'quarkus.isolated-schema.stragglers=warn'.");
    }
}
