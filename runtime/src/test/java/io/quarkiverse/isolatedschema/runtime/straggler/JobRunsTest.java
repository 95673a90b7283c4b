package io.quarkiverse.isolatedschema.runtime.straggler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

class JobRunsTest {

    private static final String FROM = "in schema test_1 of OrderTest";

    private final JobRuns jobs = new JobRuns();

    private boolean any() {
        return jobs.work().any(run -> true);
    }

    @Test
    void aRunIsOpenUntilItEnds() {
        JobRuns.Run first = jobs.begun("org.acme.Job#run");
        JobRuns.Run second = jobs.begun("org.acme.Job#run");
        first.ended();
        assertThat(any()).isTrue();
        second.ended();
        assertThat(any()).isFalse();
    }

    @Test
    void oneThatWasCutOffGetsNoConnectionUntilItEnds() {
        JobRuns.Run run = jobs.begun("org.acme.Job#run");
        assertThat(jobs.refusal()).isEmpty();
        assertThat(jobs.work().cutOff(FROM)).hasSize(1);

        assertThat(any()).as("waited for once").isFalse();
        assertThat(jobs.refusal()).contains("Job 'org.acme.Job#run' gets no connection: this run of it began in schema test_1"
                + " of OrderTest, which the application has left since. Let it end with the test class: wait for it in the test"
                + " or in an @AfterAll method, or raise 'quarkus.isolated-schema.drain-timeout'.");
        run.ended();
        assertThat(jobs.refusal()).isEmpty();
        assertThat(jobs.work().anyCut()).isFalse();
    }

    @Test
    void otherThreadsAndLaterRunsAreNotRefused() throws Exception {
        JobRuns.Run run = jobs.begun("org.acme.Job#run");
        jobs.work().cutOff(FROM);

        assertThat(CompletableFuture.supplyAsync(jobs::refusal).get()).isEmpty();
        run.ended();
        jobs.begun("org.acme.Job#run");
        assertThat(jobs.refusal()).isEmpty();
    }

    @Test
    void oneThatGoesOnElsewhereIsWaitedForAndItsThreadIsFree() {
        JobRuns.Run rest = jobs.begun("org.acme.Job#run").withoutThread();

        assertThat(any()).isTrue();
        jobs.work().cutOff(FROM);
        assertThat(jobs.refusal()).isEmpty();
        rest.ended();
        assertThat(jobs.work().anyCut()).isFalse();
    }
}
