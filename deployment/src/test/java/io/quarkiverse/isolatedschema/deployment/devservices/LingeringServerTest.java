package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shared server stays up for a while after the last JVM that used it. */
@Timeout(180)
class LingeringServerTest {

    private static final Duration HOUR = Duration.ofHours(1);

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
        for (Path server : places.servers()) {
            Files.deleteIfExists(server.resolve("lingers-until"));
        }
        SharedPlaces.await(() -> places.processes().stream()
                .noneMatch(process -> process.info().commandLine().orElse("").contains("LingerWatch")));
        places.close();
    }

    @Test
    void theNextOneJoinsIt() throws Exception {
        SharedServerJvm first = places.launch("quarkus", HOUR).awaitStart();
        first.leave();
        assertThat(first.isServed()).isTrue();

        SharedServerJvm second = places.launch("quarkus", HOUR).awaitStart();
        assertThat(second.hasJoined()).isTrue();
        assertThat(second.directory().resolve("lingers-until")).doesNotExist();
        second.leave();

        assertThat(second.isServed()).isTrue();
        assertThat(second.directory().resolve("lingers-until")).exists();
    }

    @Test
    void itEndsByItselfWhenItsTimeHasCome() throws Exception {
        SharedServerJvm last = places.launch("quarkus", Duration.ofSeconds(3)).awaitStart();
        last.leave();
        assertThat(last.isServed()).isTrue();

        SharedPlaces.await(() -> places.servers().isEmpty());

        assertThat(last.isServed()).isFalse();
        places.assertNothingLeft();
    }

    @Test
    void itsTimeDoesNotComeWhileSomebodyUsesIt() throws Exception {
        Duration time = Duration.ofSeconds(3);
        places.launch("quarkus", time).awaitStart().leave();
        SharedServerJvm next = places.launch("quarkus", time).awaitStart();
        assertThat(next.hasJoined()).isTrue();

        Thread.sleep(5_000);

        assertThat(next.isServed()).isTrue();
        next.leave();
        assertThat(next.isServed()).isTrue();
        SharedPlaces.await(() -> places.servers().isEmpty());
    }

    @Test
    void itEndsEarlierWhenTheFileIsDeleted() throws Exception {
        SharedServerJvm last = places.launch("quarkus", HOUR).awaitStart();
        last.leave();

        Files.delete(last.directory().resolve("lingers-until"));

        SharedPlaces.await(() -> places.servers().isEmpty());
        places.assertNothingLeft();
    }

    @Test
    void whatIsLeftOfOneThatHasCrashedIsDeleted() throws Exception {
        SharedServerJvm last = places.launch("quarkus", HOUR).awaitStart();
        last.leave();

        ProcessHandle.of(last.postmaster()).orElseThrow().destroy();

        SharedPlaces.await(() -> places.servers().isEmpty());
    }

    @Test
    void othersThatCleanUpLeaveItAlone() throws Exception {
        SharedServerJvm last = places.launch("quarkus", HOUR).awaitStart();
        last.leave();

        SharedServerJvm other = places.launch("orders", Duration.ZERO).awaitStart();
        other.leave();

        assertThat(last.isServed()).isTrue();
    }
}
