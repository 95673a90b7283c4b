package io.quarkiverse.isolatedschema.runtime.straggler;

import java.util.Optional;

/** The runs of scheduled jobs. One that was cut off gets no connection any more. */
public class JobRuns {

    private final OpenWork<Run> work = new OpenWork<>();

    /** One run of a job; equal to no other. */
    public final class Run {

        private final String job;

        private final long since;

        private Run(String job, long since) {
            this.job = job;
            this.since = since;
        }

        /** It has ended. */
        public void ended() {
            work.ended(this);
        }

        /**
         * The thread has done its part, and the run goes on without it.
         *
         * @return the rest of the run
         */
        public Run withoutThread() {
            Run rest = new Run(job, since);
            work.begun(rest, new OpenWork.Begun(job, Optional.empty(), since));
            ended();
            return rest;
        }
    }

    /**
     * The calling thread begins to run a job.
     *
     * @param job names the job
     * @return the run
     */
    public Run begun(String job) {
        Run run = new Run(job, System.nanoTime());
        work.begun(run, new OpenWork.Begun(job, Optional.of(Thread.currentThread()), run.since));
        return run;
    }

    OpenWork<Run> work() {
        return work;
    }

    /** @return why the calling thread's job gets no connection; empty when it may have one */
    Optional<String> refusal() {
        if (!work.anyCut()) {
            return Optional.empty();
        }
        return work.cutOf(Thread.currentThread())
                .map(cut -> "Job '" + cut.work().name() + "' gets no connection: this run of it"
                        + " began " + cut.from()
                        + ", which the application has left since. Let it end with the test class: wait for it in"
                        + " the test or in an @AfterAll method, or raise 'quarkus.isolated-schema.drain-timeout'.");
    }
}
