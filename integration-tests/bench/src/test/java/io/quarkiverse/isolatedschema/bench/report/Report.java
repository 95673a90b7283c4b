package io.quarkiverse.isolatedschema.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.bench.result.Results;

/** Tells what a run has measured, in every form. */
public final class Report {

    private static final Path DOCUMENTATION = Path.of("..", "..", "docs", "modules", "ROOT");

    private static final String GENERATED = "// Written by the benchmark, see integration-tests/bench/README.md\n\n";

    private final Results results;

    private final List<Table> tables;

    private final Table methods;

    /** @param results what was measured */
    public Report(Results results) {
        Tables all = new Tables(results);
        this.results = results;
        this.tables = all.all();
        this.methods = all.methods();
    }

    /** @return all tables, for a terminal */
    public String console() {
        return Stream.concat(tables.stream(), Stream.of(methods).filter(table -> !table.isEmpty())).map(Table::text)
                .collect(Collectors.joining("\n", "\n", ""));
    }

    /**
     * Writes results, tables and chart.
     *
     * @param directory where to; it exists
     */
    public void writeTo(Path directory) throws IOException {
        write(directory, directory, directory);
    }

    /** Replaces those of the documentation. */
    public void publish() throws IOException {
        write(DOCUMENTATION.resolve("attachments"), DOCUMENTATION.resolve("pages/includes"),
                DOCUMENTATION.resolve("images"));
    }

    private void write(Path json, Path asciiDoc, Path svg) throws IOException {
        for (Path directory : List.of(json, asciiDoc, svg)) {
            Files.createDirectories(directory);
        }
        results.write(json.resolve("benchmarks.json"));
        Files.writeString(asciiDoc.resolve("benchmarks.adoc"),
                tables.stream().map(Table::asciiDoc).collect(Collectors.joining("\n", GENERATED, "")));
        Files.writeString(asciiDoc.resolve("benchmarks-methods.adoc"),
                GENERATED + (methods.isEmpty() ? "" : methods.asciiDoc()));
        Files.writeString(svg.resolve("benchmarks.svg"), new Chart(results).svg());
    }
}
