package io.quarkiverse.isolatedschema.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import io.quarkiverse.isolatedschema.bench.result.Results;

/** Tells what a run has measured, in every form. */
public final class Report {

    private static final Path DOCUMENTATION = Path.of("..", "..", "docs", "modules", "ROOT");

    private final Results results;

    private final List<Table> tables;

    /** @param results what was measured */
    public Report(Results results) {
        this.results = results;
        this.tables = new Tables(results).all();
    }

    /** @return all tables, for a terminal */
    public String console() {
        return tables.stream().map(Table::text).collect(Collectors.joining("\n", "\n", ""));
    }

    /**
     * Writes results, tables and chart.
     *
     * @param directory where to; it exists
     */
    public void writeTo(Path directory) throws IOException {
        write(directory.resolve("benchmarks.json"), directory.resolve("benchmarks.adoc"),
                directory.resolve("benchmarks.svg"));
    }

    /** Replaces those of the documentation. */
    public void publish() throws IOException {
        write(DOCUMENTATION.resolve("attachments/benchmarks.json"),
                DOCUMENTATION.resolve("pages/includes/benchmarks.adoc"), DOCUMENTATION.resolve("images/benchmarks.svg"));
    }

    private void write(Path json, Path asciiDoc, Path svg) throws IOException {
        for (Path file : List.of(json, asciiDoc, svg)) {
            Files.createDirectories(file.getParent());
        }
        results.write(json);
        Files.writeString(asciiDoc, tables.stream().map(Table::asciiDoc).collect(Collectors.joining("\n",
                "// Written by the benchmark, see integration-tests/bench/README.md\n\n", "")));
        Files.writeString(svg, new Chart(results).svg());
    }
}
