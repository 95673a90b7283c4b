package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import org.acme.situations.fixtures.AllDisabledFixture;
import org.acme.situations.fixtures.FailingBeforeAllFixture;
import org.acme.situations.fixtures.FailingCallbackFixture;
import org.acme.situations.fixtures.FailingConstructorFixture;
import org.acme.situations.fixtures.IsolatedFixture;
import org.acme.situations.fixtures.LeakingFixture;
import org.acme.situations.fixtures.NestedFixture;
import org.acme.situations.fixtures.OnePerClassAnyOrderFixture;
import org.acme.situations.fixtures.OnePerClassFixture;
import org.acme.situations.fixtures.OnePerClassOfAllFixture;
import org.acme.situations.fixtures.PlannedFirstFixture;
import org.acme.situations.fixtures.PlannedLastFixture;
import org.acme.situations.fixtures.UnannotatedFixture;
import org.acme.situations.fixtures.UnannotatedToo;
import org.acme.situations.fixtures.UrlInFileFixture;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever becomes of a class, the next one starts in a schema of its own, or where the application booted. */
@ExtendWith(Server.Provided.class)
class LifecycleTest {

    @Test
    void classesTakeTurnsOnOneWorkerThread(Server server) {
        run(server, UnannotatedFixture.class, IsolatedFixture.class, UnannotatedToo.class, NestedFixture.class).succeeds(6);
    }

    @Test
    void leasesArePreparedForTheClassesOfTheTestPlanAndNoOthers(Server server) {
        Situation.of(PlannedFirstFixture.class, PlannedLastFixture.class, UnannotatedToo.class)
                .on(server.database("named"), "named").with("quarkus.isolated-schema.warm-pool.depth", "3").run().succeeds(3);
    }

    @Test
    void failingBeforeAll(Server server) {
        Outcome outcome = run(server, FailingBeforeAllFixture.class, IsolatedFixture.class, UnannotatedToo.class);

        assertThat(outcome.failures()).singleElement().asString().contains("the class is not ready");
        assertThat(outcome.succeeded()).hasSize(2);
    }

    @Test
    void classWithoutAnEnabledTest(Server server) {
        run(server, IsolatedFixture.class, AllDisabledFixture.class, UnannotatedToo.class).succeeds(2);
    }

    @Test
    void failingCallbackOfTheApplication(Server server) {
        Outcome outcome = run(server, FailingCallbackFixture.class, IsolatedFixture.class, UnannotatedToo.class);

        assertThat(outcome.failures()).isNotEmpty();
        assertThat(outcome.failure()).contains("the callback has failed").doesNotContain("IsolationException");
        assertThat(outcome.succeeded()).hasSize(2);
    }

    @Test
    void oneInstanceForAClass(Server server) {
        run(server, UnannotatedFixture.class, OnePerClassFixture.class, UnannotatedToo.class).succeeds(4);
    }

    @Test
    void oneInstanceForTheFirstClassWhereverItsAnnotationStands(Server server) {
        run(server, OnePerClassAnyOrderFixture.class).succeeds(2);
    }

    @Test
    void oneInstanceForAClassWhereAllAreIsolated(Server server) {
        Situation.of(OnePerClassOfAllFixture.class).on(server.database("named"), "named")
                .with("quarkus.isolated-schema.isolate", "all").run().succeeds(2);
    }

    @Test
    void failingConstructor(Server server) {
        Outcome outcome = run(server, FailingConstructorFixture.class, IsolatedFixture.class, UnannotatedToo.class);

        assertThat(outcome.failure()).contains("the instance can't be made").doesNotContain("IsolationException");
        assertThat(outcome.succeeded()).hasSize(2);
    }

    @Test
    void classThatNeverGivesItsConnectionBack(Server server) {
        run(server, LeakingFixture.class, IsolatedFixture.class, UnannotatedToo.class).succeeds(3);
    }

    @Test
    void applicationsOfTwoProfiles(Server server) {
        run(server, IsolatedFixture.class, UrlInFileFixture.class).succeeds(2);
    }

    /** In the order of the fixtures' {@code @Order}. */
    private static Outcome run(Server server, Class<?>... fixtures) {
        Outcome outcome = Situation.of(fixtures).on(server.database("named"), "named")
                .with("situations.port", String.valueOf(server.port()))
                .with("quarkus.thread-pool.max-threads", "1")
                .with("junit.quarkus.orderer.secondary-orderer", ClassOrderer.OrderAnnotation.class.getName()).run();
        server.assertUntouched("named");
        server.assertNothingLeft();
        return outcome;
    }
}
