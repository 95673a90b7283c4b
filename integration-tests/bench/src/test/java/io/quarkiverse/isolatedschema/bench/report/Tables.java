package io.quarkiverse.isolatedschema.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.bench.part.ManyLeases;
import io.quarkiverse.isolatedschema.bench.part.Scenario;
import io.quarkiverse.isolatedschema.bench.part.Suites;
import io.quarkiverse.isolatedschema.bench.result.Machine;
import io.quarkiverse.isolatedschema.bench.result.Measurement;
import io.quarkiverse.isolatedschema.bench.result.Results;
import io.quarkiverse.isolatedschema.bench.result.SchemaFacts;
import io.quarkiverse.isolatedschema.bench.result.Statistics;

/** What a run has measured, as tables. What was not measured is left out. */
final class Tables {

    private static final String NOTHING = "";

    private final Results results;

    private final Cells cells;

    private final MethodTables methods;

    Tables(Results results) {
        this.results = results;
        this.cells = new Cells(results);
        this.methods = new MethodTables(results);
    }

    /** The table that the page on resets includes, too. */
    Table methods() {
        return methods.waits();
    }

    /** All others. */
    List<Table> all() {
        List<Table> tables = new ArrayList<>(List.of(machine(), schemas()));
        results.measurements().stream().map(Measurement::processes).distinct().sorted().forEach(processes -> {
            tables.add(waits(processes));
            tables.add(drops(processes));
        });
        tables.add(parts());
        tables.addAll(methods.details());
        tables.addAll(List.of(new Ratios(results).table(), suites(), manyLeases()));
        tables.removeIf(Table::isEmpty);
        return tables;
    }

    private Table machine() {
        Machine machine = results.machine();
        Table table = new Table("The machine", "", "measured on " + results.date());
        table.row(List.of("Processor", machine.processor() + ", " + machine.cores() + " cores"));
        table.row(List.of("Memory", machine.memory() + " GiB"));
        table.row(List.of("System", machine.system()));
        table.row(List.of("Java", machine.java()));
        table.row(List.of("Postgres", machine.postgres() + ", its data on " + machine.data()));
        table.row(List.of("The whole run took", results.minutes() + " minutes"));
        return table;
    }

    private Table schemas() {
        Table table = new Table("The schemas", "size", "tables", "migrations", "relations");
        for (SchemaFacts facts : results.schemas()) {
            table.row(List.of(facts.size(), String.valueOf(facts.tables()), String.valueOf(facts.migrations()),
                    String.valueOf(facts.relations())));
        }
        return table;
    }

    private Table waits(int processes) {
        Table table = new Table("A fresh state and the first query, " + processes(processes)
                + ": median (95th percentile) in ms", cells.header("way"));
        Scenario.ALL.forEach(way -> cells.row(table, way.label(), way.name(), processes, "total"));
        if (processes == 1) {
            cells.row(table, "Quarkus restart, by a test profile for each class", Suites.RESTART, 1, "total");
        }
        return table;
    }

    private Table drops(int processes) {
        Table table = new Table("Until what the class had is gone, " + processes(processes)
                + ": median (95th percentile) in ms", cells.header("way"));
        for (Scenario way : Scenario.ALL) {
            cells.row(table, way.label(), way.name(), processes,
                    way.kind() == Scenario.Kind.BY_HAND ? "drop" : "dropped-after");
        }
        return table;
    }

    private static String processes(int number) {
        return number == 1 ? "one process" : number + " processes at once";
    }

    private Table parts() {
        List<String> metrics = List.of("hand-over", "swap", "resets", "first-query", "second-query", "give-back");
        Table table = new Table("The parts of a hand-over, one process: median (95th percentile) in ms",
                Stream.concat(Stream.of("provisioner", "schema"), metrics.stream()).toList());
        Scenario.ALL.stream().filter(way -> way.kind() == Scenario.Kind.EXTENSION).forEach(way -> cells.sizes()
                .forEach(size -> cells.parts(table, List.of(way.name(), size), way.name(), size, metrics)));
        return table;
    }

    private Table suites() {
        Table table = new Table("Suites, the start of the application left out (\"classes\") and included (\"all\"): seconds",
                "suite", "classes, median", "least", "all, median", "runs");
        Stream.of(Suites.DISABLED, Suites.ISOLATED, Suites.CLEANED).forEach(suite -> results.measurements().stream()
                .filter(made -> made.scenario().equals(suite) && made.metric().equals("classes")).findFirst()
                .ifPresent(made -> table.row(suite(made))));
        return table;
    }

    private List<String> suite(Measurement classes) {
        Statistics statistics = classes.statistics();
        double all = results.median(classes.scenario(), classes.size(), 1, "process").orElseThrow();
        return List.of(classes.scenario() + ", " + classes.size(), seconds(statistics.median()), seconds(statistics.min()),
                seconds(all), String.valueOf(statistics.n()));
    }

    private static String seconds(double millis) {
        return String.format(Locale.ROOT, "%.2f", millis / 1000);
    }

    private Table manyLeases() {
        Table table = new Table("Ten times as many leases in one run, and the server after each tenth", "", "time in s",
                "data in MB", "memory in MB", "connections");
        List<Measurement> made = results.measurements().stream()
                .filter(measurement -> measurement.scenario().equals(ManyLeases.NAME)).toList();
        int tenths = made.stream().mapToInt(measurement -> measurement.values().size()).max().orElse(0);
        for (int i = 0; i < tenths; i++) {
            table.row(List.of(String.valueOf(i + 1), value(made, "hundred", i, 1000), value(made, "disk", i, 1),
                    value(made, "memory", i, 1), value(made, "connections", i, 1)));
        }
        return table;
    }

    private static String value(List<Measurement> made, String metric, int index, double unit) {
        return made.stream().filter(measurement -> measurement.metric().equals(metric)).findFirst()
                .map(measurement -> Numbers.of(measurement.values().get(index) / unit)).orElse(NOTHING);
    }
}
