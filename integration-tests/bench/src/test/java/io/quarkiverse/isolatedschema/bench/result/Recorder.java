package io.quarkiverse.isolatedschema.bench.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is measured, in whatever order it comes. */
public final class Recorder {

    private final Map<List<Object>, Measurement> measurements = new LinkedHashMap<>();

    private final Map<String, SchemaFacts> schemas = new LinkedHashMap<>();

    /**
     * @param samples the values of each metric, in milliseconds
     */
    public void add(String scenario, String size, int processes, Map<String, List<Double>> samples) {
        samples.forEach((metric, values) -> values.forEach(value -> add(scenario, size, processes, metric, "ms", value)));
    }

    /** Adds one value. */
    public void add(String scenario, String size, int processes, String metric, String unit, double value) {
        measurements.computeIfAbsent(List.of(scenario, size, processes, metric),
                key -> new Measurement(scenario, size, processes, metric, unit, new ArrayList<>()))
                .values().add(Math.round(value * 10_000) / 10_000.0);
    }

    /** Tells what a size comes to. */
    public void add(SchemaFacts schema) {
        schemas.put(schema.size(), schema);
    }

    /** @return all that was measured so far */
    public List<Measurement> measurements() {
        return List.copyOf(measurements.values());
    }

    /** @return what was told of the schemas so far */
    public List<SchemaFacts> schemas() {
        return List.copyOf(schemas.values());
    }
}
