package io.quarkiverse.isolatedschema.bench.report;

import java.util.List;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.bench.part.MethodScenario;
import io.quarkiverse.isolatedschema.bench.result.Results;

/** What a run has measured from method to method, as tables. */
final class MethodTables {

    private static final String SPREAD = ": median (95th percentile) in ms";

    private final Cells cells;

    MethodTables(Results results) {
        this.cells = new Cells(results);
    }

    /** What a method waits for: the figures that the documentation gives where ways are chosen. */
    Table waits() {
        Table table = new Table("Between two methods, the first query included" + SPREAD, cells.header("way"));
        MethodScenario.WAYS.forEach(way -> cells.row(table, way.label(), way.name(), 1, "total"));
        return table;
    }

    /** What stands behind them. */
    List<Table> details() {
        return List.of(parts(), others());
    }

    private Table parts() {
        List<String> metrics = List.of("begin", "first-query", "end", "first");
        Table table = new Table("The parts of it, and what the first method of a class waits for" + SPREAD,
                Stream.concat(Stream.of("way", "schema"), metrics.stream()).toList());
        MethodScenario.WAYS.forEach(way -> cells.sizes()
                .forEach(size -> cells.parts(table, List.of(way.label(), size), way.name(), size, metrics)));
        return table;
    }

    private Table others() {
        Table table = new Table("Fresh schemas without a pause, and snapshots" + SPREAD, cells.header(""));
        String seven = MethodScenario.SEVEN.name();
        cells.row(table, MethodScenario.SEVEN.label() + ": together, as many leases ready", seven, 1, "total");
        cells.row(table, "Each of the tests that follow, with no lease in stock", seven, 1, "sustained");
        for (MethodScenario snapshots : List.of(MethodScenario.SNAPSHOTS, MethodScenario.SNAPSHOTS_COLD)) {
            if (snapshots == MethodScenario.SNAPSHOTS) {
                cells.row(table, "Take a snapshot", snapshots.name(), 1, "snapshot");
            }
            cells.row(table, "Restore it, and the first query, " + snapshots.label(), snapshots.name(), 1, "restore");
        }
        return table;
    }
}
