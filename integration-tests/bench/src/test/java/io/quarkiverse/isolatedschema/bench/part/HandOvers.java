package io.quarkiverse.isolatedschema.bench.part;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.isolatedschema.bench.process.Server;
import io.quarkiverse.isolatedschema.bench.process.Worker;
import io.quarkiverse.isolatedschema.bench.schema.Size;

/**
 * What a class waits for until it can query a fresh state, by each way. All ways of one size have their processes ready at
 * the same time and take turns, so that a machine that is slower for a while is slower for all.
 */
public final class HandOvers {

    /** As long as the classes of the comparison with other libraries. */
    private static final long CLASS_MILLIS = 200;

    private static final int WARM_UP = 3;

    private final Bench bench;

    private final int classes;

    private final long budgetMillis;

    /** @param bench the run */
    public HandOvers(Bench bench) {
        this.bench = bench;
        this.classes = bench.options().quick() ? 6 : 10;
        this.budgetMillis = bench.options().quick() ? 1500 : 3000;
    }

    /** Measures all that is asked for. */
    public void run() throws Exception {
        List<Scenario> wanted = Scenario.ALL.stream().filter(scenario -> bench.options().wants(scenario.name())).toList();
        if (wanted.isEmpty()) {
            return;
        }
        try (Server server = bench.server()) {
            for (Size size : bench.options().sizes()) {
                measure(server, size, wanted);
            }
        }
    }

    private void measure(Server server, Size size, List<Scenario> wanted) throws Exception {
        bench.describe(server, size);
        try (Workers workers = new Workers(server, size, Bench.migrations(size))) {
            for (int processes : bench.options().processes()) {
                List<Scenario> left = new ArrayList<>(wanted);
                left.removeIf(scenario -> processes > 1 && scenario.kind() == Scenario.Kind.SPRING);
                rounds(workers, size, processes, left);
            }
        }
    }

    /** The first round warms up and is not recorded. */
    private void rounds(Workers workers, Size size, int processes, List<Scenario> left) {
        for (int round = 0; round <= bench.options().rounds(); round++) {
            for (Scenario scenario : List.copyOf(left)) {
                boolean recorded = round > 0;
                if (!bench.attempt(scenario + ", " + size.label(),
                        () -> turn(workers, size, processes, scenario, recorded))) {
                    left.remove(scenario);
                    workers.giveUp(scenario);
                }
            }
            bench.progress("%s, %d processes, round %d of %d", size.label(), processes, round, bench.options().rounds());
        }
    }

    private void turn(Workers workers, Size size, int processes, Scenario scenario, boolean recorded)
            throws IOException, SQLException {
        List<Worker> team = new ArrayList<>();
        for (int number = 1; number <= processes; number++) {
            team.add(workers.of(scenario, number));
        }
        for (Worker worker : team) {
            order(worker, scenario, recorded ? classes(processes) : WARM_UP);
        }
        for (Worker worker : team) {
            var samples = worker.await();
            samples.remove("elapsed");
            if (recorded) {
                bench.recorder().add(scenario.name(), size.label(), processes, samples);
            }
        }
    }

    /** Several processes give several times as many values. */
    private int classes(int processes) {
        return processes == 1 ? classes : classes / 2;
    }

    private void order(Worker worker, Scenario scenario, int number) {
        switch (scenario.kind()) {
            case EXTENSION -> worker.order("classes", number, scenario.isWarm() ? CLASS_MILLIS : 0, !scenario.isWarm(),
                    budgetMillis);
            case BY_HAND -> worker.order(scenario.name(), number, budgetMillis);
            case SPRING -> worker.order("classes", number, CLASS_MILLIS);
        }
    }
}
