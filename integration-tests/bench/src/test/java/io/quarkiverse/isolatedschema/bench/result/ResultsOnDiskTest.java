package io.quarkiverse.isolatedschema.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsOnDiskTest {

    private final Recorder recorder = new Recorder();

    @TempDir
    Path directory;

    private Results results() {
        return new Results("2026-01-31", 12,
                new Machine("A \"fast\" one", 2, 8, "Linux 6", "OpenJDK 17", "18.4", "tmpfs"), recorder.schemas(),
                recorder.measurements());
    }

    @Test
    void theyAreReadAsTheyWereWritten() throws Exception {
        recorder.add(new SchemaFacts("small", 5, 5, 29));
        recorder.add("rollback", "small", 4, Map.of("total", List.of(1.5, 2.25)));
        recorder.add("many-leases", "small", 1, "disk", "MB", 100);
        Path file = directory.resolve("results.json");

        results().write(file);

        assertThat(Results.read(file)).isEqualTo(results());
        assertThat(Files.readAllLines(file)).filteredOn(line -> line.startsWith("{\"scenario\""))
                .as("a line for each measurement").hasSize(2);
    }

    @Test
    void whatIsMeasuredAgainIsAddedToTheSameMeasurement() {
        recorder.add("rollback", "small", 1, Map.of("total", List.of(1.0, 3.0)));
        recorder.add("rollback", "small", 4, Map.of("total", List.of(50.0)));
        recorder.add("rollback", "small", 1, Map.of("total", List.of(2.00004)));

        assertThat(results().find("rollback", "small", 1, "total")).hasValueSatisfying(
                total -> assertThat(total.values()).containsExactly(1.0, 3.0, 2.0));
        assertThat(results().median("rollback", "small", 1, "total")).contains(2.0);
        assertThat(results().median("rollback", "large", 1, "total")).isEmpty();
    }
}
