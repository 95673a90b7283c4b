package io.quarkiverse.isolatedschema.bench.report;

import java.util.List;
import java.util.Map;

import io.quarkiverse.isolatedschema.bench.result.Machine;
import io.quarkiverse.isolatedschema.bench.result.Recorder;
import io.quarkiverse.isolatedschema.bench.result.Results;
import io.quarkiverse.isolatedschema.bench.result.SchemaFacts;

/** Results of a run that measured a little of everything. */
final class SampleResults {

    private SampleResults() {
    }

    static Results of(Recorder recorder) {
        return new Results("2026-01-31", 12, new Machine("A & B", 2, 8, "Linux", "OpenJDK 17", "18.4", "tmpfs"),
                recorder.schemas(), recorder.measurements());
    }

    static Recorder recorder() {
        Recorder recorder = new Recorder();
        recorder.add(new SchemaFacts("small", 5, 5, 29));
        recorder.add(new SchemaFacts("medium", 40, 60, 250));
        recorder.add("database-clone-warm", "small", 1, Map.of("total", List.of(2.0, 1.0, 3.0), "swap", List.of(0.05),
                "hand-over", List.of(1.0)));
        recorder.add("database-clone-warm", "medium", 1, Map.of("total", List.of(2.0)));
        recorder.add("flyway-clean-migrate", "medium", 1, Map.of("total", List.of(400.0)));
        recorder.add("flyway-clean-migrate", "medium", 4, Map.of("total", List.of(1600.0)));
        recorder.add("suite-isolated", "medium", 1, Map.of("classes", List.of(33_000.0), "process", List.of(40_000.0)));
        recorder.add("suite-disabled", "medium", 1, Map.of("classes", List.of(30_000.0), "process", List.of(35_000.0)));
        recorder.add("methods-wipe-five", "medium", 1, Map.of("total", List.of(4.0, 3.0, 5.0), "begin", List.of(2.5), "first",
                List.of(12.0)));
        recorder.add("methods-by-hand-truncate", "medium", 1, Map.of("total", List.of(40.0)));
        recorder.add("methods-seven", "medium", 1, Map.of("total", List.of(90.0), "sustained", List.of(45.0)));
        recorder.add("methods-snapshots", "medium", 1, Map.of("snapshot", List.of(30.0), "restore", List.of(3.0)));
        for (double second : List.of(10.0, 11.0)) {
            recorder.add("many-leases", "medium", 1, "hundred", "ms", second * 1000);
            recorder.add("many-leases", "medium", 1, "connections", "connections", 7);
        }
        return recorder;
    }
}
