package io.quarkiverse.isolatedschema.bench.part;

import java.nio.file.Path;

import io.quarkiverse.isolatedschema.bench.process.Server;
import io.quarkiverse.isolatedschema.bench.process.Worker;
import io.quarkiverse.isolatedschema.bench.schema.Size;

/**
 * A thousand leases in one run, on a server of their own: the time of each hundred, and after each what the server takes.
 * The classes do the work of all classes and wait for nothing.
 */
public final class ManyLeases {

    /** Its name. */
    public static final String NAME = "many-leases";

    private static final int HUNDREDS = 10;

    private static final double MEGABYTE = 1 << 20;

    private final Bench bench;

    private final Size size;

    private final int hundred;

    /** @param bench the run */
    public ManyLeases(Bench bench) {
        this.bench = bench;
        this.size = bench.options().usual();
        this.hundred = bench.options().quick() ? 20 : 100;
    }

    /** Measures it, if it is asked for. */
    public void run() throws Exception {
        if (!bench.options().wants(NAME)) {
            return;
        }
        Path migrations = Bench.migrations(size);
        try (Server server = bench.server();
                Worker worker = Worker.start(Workers.application(server, migrations, "many", "LeaseWorker").startingFast())) {
            for (int i = 0; i < HUNDREDS; i++) {
                worker.order("classes", hundred, 0, false, Long.MAX_VALUE / 1_000_000);
                add("hundred", "ms", worker.await().get("elapsed").get(0));
                add("disk", "MB", server.bytesOfData() / MEGABYTE);
                add("connections", "connections", server.connections());
                server.bytesOfMemory().ifPresent(bytes -> add("memory", "MB", bytes / MEGABYTE));
                bench.progress("%d leases", (i + 1) * hundred);
            }
        }
    }

    private void add(String metric, String unit, double value) {
        bench.recorder().add(NAME, size.label(), 1, metric, unit, value);
    }
}
