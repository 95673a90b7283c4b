package org.acme.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Suites that run at the same time, in JVMs of their own, and use one embedded server. */
@Timeout(300)
class SharedServerTest {

    @Test
    void aRunThatEndsTakesItsDatabasesAlongAndLeavesTheServerToTheOthers() throws Exception {
        try (EmbeddedPlace place = new EmbeddedPlace()) {
            Suite.Running lasting = place.suite().with("faults.pause", "6000").start();
            lasting.await("STAGE test of FirstFixture");
            List<Path> servers = place.servers();
            Suite.Running brief = place.suite().start();
            String key = run(brief.await("STAGE test of FirstFixture"));
            assertThat(place.databases()).filteredOn(name -> name.contains(key)).isNotEmpty();

            brief.awaitEnd().assertGood();

            assertThat(lasting.isAlive()).isTrue();
            assertThat(place.servers()).isEqualTo(servers).hasSize(1);
            assertThat(place.databases()).noneMatch(name -> name.contains(key)).anyMatch(name -> name.startsWith("test_run_"));
            lasting.awaitEnd().assertGood();
            place.assertNothingLeft();
        }
    }

    @Test
    void whatAKilledRunLeftIsDroppedByTheNextThoughTheServerGoesOn() throws Exception {
        try (EmbeddedPlace place = new EmbeddedPlace()) {
            Suite.Running lasting = place.suite().with("faults.pause", "8000").start();
            lasting.await("STAGE test of FirstFixture");
            Suite.Running killed = place.suite().start();
            String key = run(killed.await("STAGE test of FirstFixture"));
            killed.kill();

            place.suite().run().assertGood();

            assertThat(lasting.isAlive()).isTrue();
            assertThat(place.databases()).noneMatch(name -> name.contains(key)).anyMatch(name -> name.startsWith("test_run_"));
            lasting.awaitEnd().assertGood();
            place.assertNothingLeft();
        }
    }

    @Test
    void whoDoesNotWantToShareHasAServerOfItsOwn() throws Exception {
        try (EmbeddedPlace place = new EmbeddedPlace()) {
            Suite.Running lasting = place.suite().with("faults.pause", "6000").start();
            lasting.await("STAGE test of FirstFixture");
            Suite.Running alone = place.suite().with("quarkus.isolated-schema.devservices.shared", "false").start();
            alone.await("STAGE test of FirstFixture");

            assertThat(place.servers()).hasSize(2);

            alone.awaitEnd().assertGood();
            lasting.awaitEnd().assertGood();
            place.assertNothingLeft();
        }
    }

    /** The key of the run is in the names of all its databases. */
    private static String run(String stage) {
        return stage.replaceAll(".* in test_([0-9a-f]{16}).*", "$1");
    }
}
