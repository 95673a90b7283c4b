package io.quarkiverse.isolatedschema.bench.part;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.bench.process.Server;
import io.quarkiverse.isolatedschema.bench.process.Worker;
import io.quarkiverse.isolatedschema.bench.schema.Size;

/**
 * What a method waits for until it finds what it wants, and at its end, by each way; fresh schemas without a pause; snapshots.
 * All processes of one size are ready at the same time and take turns.
 */
public final class Methods {

    private static final int WARM_UP = 3;

    private final Bench bench;

    private final boolean quick;

    /** @param bench the run */
    public Methods(Bench bench) {
        this.bench = bench;
        this.quick = bench.options().quick();
    }

    /** Measures all that is asked for. */
    public void run() throws Exception {
        List<MethodScenario> wanted = Stream.concat(MethodScenario.WAYS.stream(),
                Stream.of(MethodScenario.SEVEN, MethodScenario.SNAPSHOTS, MethodScenario.SNAPSHOTS_COLD))
                .filter(scenario -> bench.options().wants(scenario.name())).toList();
        if (wanted.isEmpty()) {
            return;
        }
        try (Server server = bench.server()) {
            for (Size size : bench.options().sizes()) {
                bench.describe(server, size);
                try (Workers workers = new Workers(server, size, Bench.migrations(size))) {
                    rounds(workers, size, new ArrayList<>(wanted));
                }
            }
        }
    }

    /** The first round warms up and is not recorded. */
    private void rounds(Workers workers, Size size, List<MethodScenario> left) {
        for (int round = 0; round <= bench.options().rounds(); round++) {
            for (MethodScenario scenario : List.copyOf(left)) {
                boolean recorded = round > 0;
                if (!bench.attempt(scenario + ", " + size.label(), () -> turn(workers, size, scenario, recorded))) {
                    left.remove(scenario);
                    workers.giveUp(scenario);
                }
            }
            bench.progress("methods, %s, round %d of %d", size.label(), round, bench.options().rounds());
        }
    }

    private void turn(Workers workers, Size size, MethodScenario scenario, boolean recorded)
            throws IOException, SQLException {
        Worker worker = workers.of(scenario);
        int number = recorded ? number(scenario) : WARM_UP;
        if (scenario.ahead() == MethodScenario.BY_HAND) {
            worker.order(scenario.order(), number, quick ? 1_000 : 2_000);
        } else {
            worker.order(scenario.order(), number, scenario.millis());
        }
        var samples = worker.await();
        if (recorded) {
            bench.recorder().add(scenario.name(), size.label(), 1, samples);
        }
    }

    private int number(MethodScenario scenario) {
        int number = scenario.isSlow() ? 10 : 30;
        return quick ? number / 2 : number;
    }
}
