package org.acme.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.acme.faults.Server.Provisioning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server of a suite crashes while the suite runs. */
@Timeout(300)
class CrashedServerTest {

    @Test
    void anEmbeddedServerThatIsGoneIsTheReasonThatEveryClassAfterwardsIsToldAndTheRunEnds() throws Exception {
        try (EmbeddedPlace place = new EmbeddedPlace()) {
            Suite.Running suite = place.suite().with("faults.pause", "500").start();
            suite.await("STAGE test of SecondFixture");
            place.postmaster().destroyForcibly();
            suite.awaitEnd();

            assertThat(suite.lines("PASSED ")).containsExactly("FirstFixture itsSchemaIsFresh", "FirstFixture itsNoteIsThere",
                    "SecondFixture itsSchemaIsFresh");
            assertThat(suite.lines("FAILED SecondFixture itsNoteIsThere: ")).singleElement().asString()
                    .doesNotContain("IsolationException");
            for (String name : new String[] { "ThirdFixture", "FourthFixture" }) {
                assertThat(suite.lines("FAILED " + name)).singleElement().asString()
                        .contains("'" + name + "' gets no schema of its own, because the server cannot be reached any more:")
                        .contains("It was stopped or has crashed, or the network failed");
            }
            assertThat(suite.toString()).contains("Embedded Postgres had ended before it was stopped. Its log ends with:",
                    "FATAL:  terminating connection due to unexpected postmaster exit");
            place.assertNothingLeft();
        }
    }

    @Test
    void aConfiguredServerThatComesBackFailsTheClassThatRanAndNoOther() throws Exception {
        try (Server server = Server.start()) {
            for (Provisioning provisioning : Provisioning.values()) {
                Suite.Running suite = server.suite(provisioning).with("faults.pause", "2000").start();
                suite.await("STAGE test of SecondFixture");
                server.crash();
                suite.awaitEnd();

                assertThat(suite.lines("PASSED ")).contains("FirstFixture itsNoteIsThere", "ThirdFixture itsSchemaIsFresh",
                        "ThirdFixture itsNoteIsThere", "FourthFixture itsSchemaIsFresh", "FourthFixture itsNoteIsThere");
                assertThat(suite.lines("FAILED ")).as("in%n%s", suite)
                        .allSatisfy(failure -> assertThat(failure).startsWith("SecondFixture"));
                server.assertNothingLeft();
            }
        }
    }
}
