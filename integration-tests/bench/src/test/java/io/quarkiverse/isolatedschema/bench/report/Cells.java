package io.quarkiverse.isolatedschema.bench.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.bench.result.Measurement;
import io.quarkiverse.isolatedschema.bench.result.Results;
import io.quarkiverse.isolatedschema.bench.result.Statistics;

/** Writes measurements into cells of tables, with a column for each size of schema. */
final class Cells {

    private static final String NOTHING = "";

    private final Results results;

    private final List<String> sizes;

    Cells(Results results) {
        this.results = results;
        this.sizes = results.sizes().toList();
    }

    List<String> sizes() {
        return sizes;
    }

    /** A column for what is measured, and one for each size. */
    List<String> header(String first) {
        return Stream.concat(Stream.of(first), sizes.stream()).toList();
    }

    /** Adds a row with a figure for each size, unless nothing of it was measured. */
    void row(Table table, String label, String scenario, int processes, String metric) {
        if (sizes.stream().anyMatch(size -> results.find(scenario, size, processes, metric).isPresent())) {
            table.row(Stream.concat(Stream.of(label),
                    sizes.stream().map(size -> spread(scenario, size, processes, metric))).toList());
        }
    }

    /** Adds a row with a figure for each metric of one process, unless the first one was not measured. */
    void parts(Table table, List<String> labels, String scenario, String size, List<String> metrics) {
        if (results.find(scenario, size, 1, metrics.get(0)).isPresent()) {
            table.row(Stream.concat(labels.stream(), metrics.stream().map(metric -> spread(scenario, size, 1, metric)))
                    .toList());
        }
    }

    private String spread(String scenario, String size, int processes, String metric) {
        Optional<Measurement> made = results.find(scenario, size, processes, metric);
        return made.map(Measurement::statistics).map(Cells::spread).orElse(NOTHING);
    }

    /** The median, and the 95th percentile where there are several values. */
    private static String spread(Statistics statistics) {
        return statistics.n() == 1 ? Numbers.of(statistics.median())
                : Numbers.of(statistics.median()) + " (" + Numbers.of(statistics.p95()) + ")";
    }
}
