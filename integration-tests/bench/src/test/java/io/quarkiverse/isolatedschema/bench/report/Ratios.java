package io.quarkiverse.isolatedschema.bench.report;

import java.util.List;
import java.util.Optional;

import io.quarkiverse.isolatedschema.bench.part.ManyLeases;
import io.quarkiverse.isolatedschema.bench.part.MethodScenario;
import io.quarkiverse.isolatedschema.bench.part.Scenario;
import io.quarkiverse.isolatedschema.bench.part.Suites;
import io.quarkiverse.isolatedschema.bench.result.Measurement;
import io.quarkiverse.isolatedschema.bench.result.Results;

/** How the figures of one run relate: what can be said of other machines, too. */
final class Ratios {

    private static final String WARM = "database-clone-warm";

    private static final String COLD = "database-clone-cold";

    private final Results results;

    private final Table table = new Table("Ratios of medians in this run", "", "ratio");

    Ratios(Results results) {
        this.results = results;
    }

    Table table() {
        results.sizes().forEach(size -> {
            for (String other : List.of("flyway-clean-migrate", "flyway-fresh-schema", "truncate", "zonky",
                    "zonky-in-memory", Suites.RESTART)) {
                add(other, WARM, size);
                add(other, COLD, size);
            }
        });
        results.sizes().forEach(this::methods);
        row("Warm hand-over: large to small", median(WARM, "large", "total"), median(WARM, "small", "total"));
        suite("classes", "Suite without its start");
        suite("process", "Suite with its start");
        results.measurements().stream()
                .filter(made -> made.scenario().equals(ManyLeases.NAME) && made.metric().equals("hundred")).findFirst()
                .map(Measurement::values).ifPresent(tenths -> row("Many leases: the last tenth to the first",
                        Optional.of(tenths.get(tenths.size() - 1)), Optional.of(tenths.get(0))));
        return table;
    }

    private void add(String other, String ours, String size) {
        row(label(other) + " to " + label(ours) + ", " + size, median(other, size, "total"), median(ours, size, "total"));
    }

    /** What teams write themselves, to each way between methods. */
    private void methods(String size) {
        for (String other : List.of("by-hand-truncate", "by-hand-delete", "by-hand-flyway-clean-migrate")) {
            for (String ours : List.of("rollback", "wipe-five", "fresh-warm", "fresh-cold")) {
                MethodScenario dividend = methodWay(other);
                MethodScenario divisor = methodWay(ours);
                row("Between methods: " + dividend.label() + " to " + divisor.label() + ", " + size,
                        median(dividend.name(), size, "total"), median(divisor.name(), size, "total"));
            }
        }
    }

    private static MethodScenario methodWay(String name) {
        return MethodScenario.WAYS.stream().filter(way -> way.name().equals(MethodScenario.METHODS + name)).findFirst()
                .orElseThrow();
    }

    private static String label(String scenario) {
        return Scenario.ALL.stream().filter(way -> way.name().equals(scenario)).map(Scenario::label).findFirst()
                .orElse("Quarkus restart");
    }

    private void suite(String metric, String label) {
        results.sizes().distinct().forEach(size -> {
            row(label + ": isolated to not isolated, " + size, median(Suites.ISOLATED, size, metric),
                    median(Suites.DISABLED, size, metric));
            row(label + ": clean and migrate to not isolated, " + size, median(Suites.CLEANED, size, metric),
                    median(Suites.DISABLED, size, metric));
        });
    }

    private Optional<Double> median(String scenario, String size, String metric) {
        return results.median(scenario, size, 1, metric);
    }

    private void row(String label, Optional<Double> dividend, Optional<Double> divisor) {
        if (dividend.isPresent() && divisor.isPresent()) {
            table.row(List.of(label, Numbers.of(dividend.get() / divisor.get())));
        }
    }
}
