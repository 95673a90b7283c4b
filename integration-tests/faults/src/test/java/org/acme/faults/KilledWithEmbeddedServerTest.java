package org.acme.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A suite with an embedded server is killed at each stage of its run. The run that follows stops the server and deletes its
 * directory, though it is killed itself, at the stage after that; the last one is not killed, and then nothing is left.
 */
@Timeout(600)
class KilledWithEmbeddedServerTest {

    /** Where a suite is killed. */
    private interface Stage {

        /** Waits until it is there; those servers are of suites before. */
        void await(Suite.Running suite, List<Path> before) throws Exception;
    }

    @Test
    void nothingIsLeftAfterTheNextRun() throws Exception {
        try (EmbeddedPlace place = new EmbeddedPlace()) {
            List<Stage> stages = List.of(
                    (suite, before) -> place.await("postgres.log", before, suite),
                    (suite, before) -> place.await("data/PG_VERSION", before, suite),
                    (suite, before) -> place.await("data/postmaster.pid", before, suite),
                    (suite, before) -> suite.await("STAGE boot"),
                    (suite, before) -> suite.await("STAGE boundary"),
                    (suite, before) -> suite.await("STAGE test of SecondFixture"),
                    (suite, before) -> suite.await("STAGE stop"));
            List<Path> known = List.of();
            for (Stage stage : stages) {
                Suite.Running suite = place.suite().start();
                try {
                    stage.await(suite, known);
                } finally {
                    suite.kill();
                }
                List<Path> left = place.servers();
                assertThat(left).as("what the run left%n%s", suite).hasSize(1);
                assertThat(known).as("what the run before has left").noneMatch(left::contains);
                known = left;
            }
            place.suite().run().assertGood();
            place.assertNothingLeft();
        }
    }
}
