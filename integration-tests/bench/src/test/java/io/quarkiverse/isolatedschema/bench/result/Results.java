package io.quarkiverse.isolatedschema.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * All that one run has measured: the source of every table and chart.
 *
 * @param date when it ran
 * @param minutes how long it took
 * @param machine where it ran
 * @param schemas what it ran on
 * @param measurements what it measured
 */
public record Results(String date, long minutes, Machine machine, List<SchemaFacts> schemas,
        List<Measurement> measurements) {

    private static final ObjectMapper JSON = new ObjectMapper().disable(SerializationFeature.INDENT_OUTPUT);

    /**
     * @param file where {@link #write(Path)} has written
     * @return what is in it
     */
    public static Results read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Results.class);
    }

    /** Writes them as JSON, a measurement in each line, so that two runs can be compared by eye. */
    public void write(Path file) throws IOException {
        String lines = JSON.writeValueAsString(this).replace("{\"scenario\"", "\n{\"scenario\"")
                .replace("\"machine\"", "\n\"machine\"").replace("\"schemas\"", "\n\"schemas\"")
                .replace("\"measurements\"", "\n\"measurements\"");
        Files.writeString(file, lines + "\n");
    }

    /** @return that measurement, if it was made */
    public Optional<Measurement> find(String scenario, String size, int processes, String metric) {
        return measurements.stream().filter(made -> made.scenario().equals(scenario) && made.size().equals(size)
                && made.processes() == processes && made.metric().equals(metric)).findFirst();
    }

    /** @return its median, if it was made */
    public Optional<Double> median(String scenario, String size, int processes, String metric) {
        return find(scenario, size, processes, metric).map(made -> made.statistics().median());
    }

    /** @return the sizes that were measured, in their order */
    public Stream<String> sizes() {
        return schemas.stream().map(SchemaFacts::size);
    }
}
