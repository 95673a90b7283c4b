package io.quarkiverse.isolatedschema.bench.part;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.bench.process.Jvm;
import io.quarkiverse.isolatedschema.bench.process.Server;
import io.quarkiverse.isolatedschema.bench.process.Worker;
import io.quarkiverse.isolatedschema.bench.schema.Size;
import io.quarkiverse.isolatedschema.bench.suite.SuiteSources;

/**
 * Whole suites of 100 classes with three tests each, as {@link io.quarkiverse.isolatedschema.bench.suite.SuiteClass}
 * describes them: isolated, not isolated, and with Flyway's clean and migrate before each test; and small suites with and
 * without a test profile for each class, by which Quarkus starts the application again. One suite at a time, in turns.
 */
public final class Suites {

    /** The suite with the extension. */
    public static final String ISOLATED = "suite-isolated";

    /** The same with {@code quarkus.isolated-schema.enabled=false}. */
    public static final String DISABLED = "suite-disabled";

    /** The same with Flyway's clean and migrate before each test. */
    public static final String CLEANED = "suite-clean-migrate";

    /** What one more start of the application costs. */
    public static final String RESTART = "restart";

    private static final String RUN = "io.quarkiverse.isolatedschema.bench.worker.SuiteWorker";

    private final Bench bench;

    private final Size size;

    private final int classes;

    private final int restarts;

    /** @param bench the run */
    public Suites(Bench bench) {
        this.bench = bench;
        this.size = bench.options().usual();
        this.classes = bench.options().quick() ? 20 : 100;
        this.restarts = bench.options().quick() ? 3 : 5;
    }

    /** Measures all that is asked for. */
    public void run() throws Exception {
        if (Stream.of(ISOLATED, DISABLED, CLEANED, RESTART).noneMatch(bench.options()::wants)) {
            return;
        }
        List<String> suite = SuiteSources.isolated(classes);
        List<String> restarting = SuiteSources.restarting(restarts);
        try (Server server = bench.server()) {
            for (int round = 1; round <= bench.options().rounds(); round++) {
                suite(server, suite, DISABLED, Map.of("quarkus.isolated-schema.enabled", "false"));
                suite(server, suite, ISOLATED, Map.of("bench.suite.fresh", "class"));
                if (round == 1) {
                    // Takes several times as long as the others, and differs from them by more than any noise
                    suite(server, suite, CLEANED, Map.of("quarkus.isolated-schema.enabled", "false",
                            "bench.suite.fresh", "test"));
                }
                restart(server, suite.subList(0, 1), restarting);
                bench.progress("suites, round %d of %d", round, bench.options().rounds());
            }
        }
    }

    private void suite(Server server, List<String> suite, String name, Map<String, String> configuration) {
        if (bench.options().wants(name)) {
            bench.attempt(name, () -> {
                Map<String, Double> times = execute(server, suite, name, configuration);
                times.forEach((metric, time) -> bench.recorder().add(name, size.label(), 1, metric, "ms", time));
            });
        }
    }

    private void restart(Server server, List<String> one, List<String> restarting) {
        if (bench.options().wants(RESTART)) {
            bench.attempt(RESTART, () -> {
                Map<String, String> clean = Map.of("quarkus.isolated-schema.enabled", "false",
                        "quarkus.flyway.clean-at-start", "true");
                double once = execute(server, one, "restart-once", clean).get("process");
                double each = execute(server, restarting, "restart-each", clean).get("process");
                bench.recorder().add(RESTART, size.label(), 1, "total", "ms",
                        (each - once) / (restarting.size() - 1));
            });
        }
    }

    /** Runs a suite in a process of its own; {@code process} is all of it, from the start of the JVM to its end. */
    private Map<String, Double> execute(Server server, List<String> suite, String name, Map<String, String> configuration)
            throws IOException, SQLException {
        String database = server.database(name.replace('-', '_'));
        long start = System.nanoTime();
        Worker worker = Worker.start(new Jvm(name, RUN, suite.toArray(String[]::new))
                .with(server.configuration(database))
                .with("quarkus.flyway.locations", "filesystem:" + Bench.migrations(size))
                .with(configuration));
        Map<String, Double> times = new LinkedHashMap<>();
        try (worker) {
            worker.order("run");
            worker.await().forEach((metric, values) -> times.put(metric, values.get(0)));
        }
        times.put("process", (System.nanoTime() - start) / 1e6);
        bench.progress("%s: %.1f s, with its start %.1f s", name, times.get("classes") / 1000,
                times.get("process") / 1000);
        return times;
    }
}
