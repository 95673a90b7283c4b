package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Several JVMs and one server, whoever of them ends and however. */
@Timeout(180)
class SharedServerTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @TempDir
    Path cache;

    private SharedPlaces places;

    @BeforeEach
    void open() {
        places = new SharedPlaces(place, cache);
    }

    @AfterEach
    void close() throws Exception {
        places.close();
    }

    @Test
    void theFirstOneStartsItTheOthersJoinItTheLastOneStopsIt() throws Exception {
        SharedServerJvm first = places.start();
        SharedServerJvm second = places.start();
        assertThat(first.hasJoined()).isFalse();
        assertThat(second.hasJoined()).isTrue();
        assertThat(second.url()).isEqualTo(first.url());
        assertThat(places.servers()).hasSize(1);

        first.leave();
        assertThat(second.isServed()).isTrue();
        SharedServerJvm third = places.start();
        assertThat(third.hasJoined()).isTrue();
        second.leave();
        assertThat(third.isServed()).isTrue();
        third.leave();

        places.assertNothingLeft();
    }

    @Test
    void thoseWhoStartAtTheSameTimeHaveOne() throws Exception {
        List<SharedServerJvm> jvms = List.of(places.launch(), places.launch(), places.launch());
        for (SharedServerJvm jvm : jvms) {
            jvm.awaitStart();
        }
        assertThat(jvms).filteredOn(SharedServerJvm::hasJoined).hasSize(2);
        assertThat(places.servers()).hasSize(1);

        for (SharedServerJvm jvm : jvms) {
            jvm.tell("leave");
        }
        for (SharedServerJvm jvm : jvms) {
            jvm.awaitEnd();
        }
        places.assertNothingLeft();
    }

    @Test
    void aJvmThatForgetsToLeaveLeavesWhenItEnds() throws Exception {
        SharedServerJvm first = places.start();
        SharedServerJvm second = places.start();

        first.end();
        assertThat(second.isServed()).isTrue();
        second.end();

        places.assertNothingLeft();
    }

    @Test
    void theOneThatStartedItMayBeKilled() throws Exception {
        SharedServerJvm starter = places.start();
        SharedServerJvm other = places.start();

        starter.kill();
        assertThat(other.isServed()).isTrue();
        SharedServerJvm third = places.start();
        assertThat(third.hasJoined()).isTrue();
        other.leave();
        third.leave();

        places.assertNothingLeft();
    }

    @Test
    void oneThatJoinedMayBeKilledAndDoesNotCountAnyMore() throws Exception {
        SharedServerJvm starter = places.start();
        SharedServerJvm other = places.start();

        other.kill();
        assertThat(starter.isServed()).isTrue();
        starter.leave();

        places.assertNothingLeft();
    }

    @Test
    void afterTheLastOneWasKilledTheNextOneStartsAnother() throws Exception {
        SharedServerJvm first = places.start();
        SharedServerJvm last = places.start();
        first.leave();
        last.kill();
        assertThat(last.isServed()).as("nobody stops it").isTrue();

        SharedServerJvm next = places.start();

        assertThat(next.hasJoined()).isFalse();
        assertThat(last.isServed()).isFalse();
        assertThat(places.servers()).containsExactly(next.directory());
        next.leave();
        places.assertNothingLeft();
    }

    @Test
    void afterTheLastOneWasKilledOneThatAsksForAnotherServerCleansUp() throws Exception {
        SharedServerJvm last = places.start();
        last.kill();

        SharedServerJvm next = places.launch("orders", Duration.ZERO).awaitStart();

        assertThat(last.isServed()).isFalse();
        assertThat(places.servers()).containsExactly(next.directory());
        next.leave();
        places.assertNothingLeft();
    }

    @Test
    void aSweepByOthersLeavesItAlone() throws Exception {
        SharedServerJvm starter = places.start();
        SharedServerJvm other = places.start();
        starter.kill();

        assertThat(OrphanedServers.sweep(List.of(place))).isEmpty();

        assertThat(other.isServed()).isTrue();
        other.kill();
        assertThat(OrphanedServers.sweep(List.of(place))).containsExactly(other.directory());
        places.assertNothingLeft();
    }

    /** From the directory that is only just there to the server that runs, while others wait. */
    @Test
    void theOneThatStartsItMayBeKilledAtAnyMoment() throws Exception {
        for (int millis = 0; millis < 1500; millis += 300) {
            SharedServerJvm starting = places.launch();
            SharedPlaces.await(() -> !places.servers().isEmpty());
            SharedServerJvm waiting = places.launch();
            Thread.sleep(millis);
            starting.kill();

            waiting.awaitStart();

            assertThat(waiting.isServed()).as("killed " + millis + " ms after its begin").isTrue();
            assertThat(places.servers()).containsExactly(waiting.directory());
            waiting.leave();
            places.assertNothingLeft();
        }
    }

    @Test
    void aServerThatHasCrashedIsReplacedThoughSomebodyUsedIt() throws Exception {
        SharedServerJvm before = places.start();
        ProcessHandle.of(before.postmaster()).orElseThrow().destroyForcibly();
        SharedPlaces.await(() -> !before.isServed());

        SharedServerJvm after = places.start();

        assertThat(after.hasJoined()).isFalse();
        assertThat(after.isServed()).isTrue();
        before.leave();
        assertThat(after.isServed()).isTrue();
        after.leave();
        places.assertNothingLeft();
    }

    @Test
    void aServerThatDoesNotAnswerIsReplaced() throws Exception {
        SharedServerJvm before = places.start();
        new ProcessBuilder("kill", "-STOP", String.valueOf(before.postmaster())).start().waitFor();

        SharedServerJvm after = places.start();

        assertThat(after.hasJoined()).isFalse();
        assertThat(after.isServed()).isTrue();
        before.leave();
        after.leave();
        places.assertNothingLeft();
    }

    @Test
    void whoAsksForAnotherDatabaseGetsAnotherServer() throws Exception {
        SharedServerJvm one = places.start();
        SharedServerJvm other = places.launch("orders", Duration.ZERO).awaitStart();
        assertThat(other.hasJoined()).isFalse();
        assertThat(places.servers()).hasSize(2);

        one.leave();
        assertThat(other.isServed()).isTrue();
        other.leave();
        places.assertNothingLeft();
    }

    /** As a terminal does with Ctrl+C. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theServerOutlivesTheProcessGroupOfTheOneThatStartedIt() throws Exception {
        SharedServerJvm starter = places.start();

        assertThat(processGroup(starter.postmaster())).isNotEqualTo(processGroup(starter.pid()));
        starter.leave();
    }

    private static String processGroup(long pid) throws Exception {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ")).get(2);
    }
}
