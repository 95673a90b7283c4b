package io.quarkiverse.isolatedschema.bench.result;

import java.util.List;

/**
 * All values of one metric of one scenario.
 *
 * @param scenario what was measured, such as {@code database-clone-warm}
 * @param size of the schema, such as {@code medium}
 * @param processes how many processes did it at once; their values are all here
 * @param metric which figure, such as {@code first-query}
 * @param unit {@code ms}, {@code MB} or {@code connections}
 * @param values in the order in which they were measured
 */
public record Measurement(String scenario, String size, int processes, String metric, String unit, List<Double> values) {

    /** @return what the values amount to */
    public Statistics statistics() {
        return Statistics.of(values);
    }
}
