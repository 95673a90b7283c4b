package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.isolatedschema.IsolationException;

class EmbeddedServerTooSlowTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @Test
    void theTimeAndItsPropertyAreNamedAndTheServerDoesNotComeUpLater() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(new EmbeddedPostgresSettings("quarkus", Optional.empty(),
                "quarkus", 0, List.of(), List.of(), Map.of(), Optional.of(place.toString()), Duration.ofMillis(1)));

        assertThatThrownBy(service::start).isInstanceOf(IsolationException.class)
                .hasMessageContaining("not ready after 1 ms")
                .hasMessageContaining("'quarkus.devservices.timeout'")
                .hasCauseInstanceOf(IOException.class);

        assertThat(place).isEmptyDirectory();
        Thread.sleep(500);
        assertThat(place).isEmptyDirectory();
        assertThat(ProcessHandle.allProcesses().map(process -> process.info().commandLine().orElse("")))
                .noneMatch(command -> command.contains(place.toString()));
    }
}
