package io.quarkiverse.isolatedschema.bench.worker;

import java.util.List;
import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.bench.app.Orders;
import io.quarkiverse.isolatedschema.bench.link.WorkerLink;
import io.quarkiverse.isolatedschema.bench.link.WorkerLink.Samples;
import io.quarkiverse.isolatedschema.runtime.ClassPlan;
import io.quarkiverse.isolatedschema.runtime.LeaseManager;
import io.quarkiverse.isolatedschema.runtime.MethodPlan;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;

/**
 * What a method waits for between the one before and its own first query, measured inside a running application. The orders:
 * {@code methods <reset> <tables changed> <whether something was written before> <number> <milliseconds of a method>},
 * {@code seven <number of those that follow>} and {@code snapshots <number> <milliseconds before a restore>}.
 */
@QuarkusTest
@IsolatedSchema
class MethodWorker {

    private static final int TESTS_TOGETHER = 7;

    /** Until as many leases are ready as there may be. */
    private static final long STOCKED_MILLIS = 3_000;

    private static final String SNAPSHOT = "before";

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Orders orders;

    private LeaseManager leases;

    private MethodWork work;

    @Test
    void serves() throws Exception {
        leases = Arc.container().instance(LeaseManager.class).get();
        WorkerLink.serve("ready", (order, samples) -> {
            work = new MethodWork(dataSource, orders);
            obey(order, samples);
            leases.giveBack();
        });
    }

    private void obey(List<String> order, Samples samples) throws Exception {
        switch (order.get(0)) {
            case "methods" -> methods(Reset.valueOf(order.get(1)), Integer.parseInt(order.get(2)),
                    Boolean.parseBoolean(order.get(3)), Integer.parseInt(order.get(4)), Long.parseLong(order.get(5)), samples);
            case "seven" -> seven(Integer.parseInt(order.get(1)), samples);
            case "snapshots" -> snapshots(Integer.parseInt(order.get(1)), Long.parseLong(order.get(2)), samples);
            default -> throw new IllegalArgumentException("There is no order " + order);
        }
    }

    private void begin(Reset reset) {
        leases.beginMethod(new MethodPlan("Class.method", reset, FixtureSet.NONE));
    }

    private void handOver(Reset reset, boolean written) {
        leases.handOver(new ClassPlan("Class", FixtureSet.NONE, Set.of(reset), written));
    }

    private void methods(Reset reset, int tables, boolean written, int number, long millis, Samples samples)
            throws Exception {
        handOver(reset, written);
        if (written) {
            work.change(5);
            work = new MethodWork(dataSource, orders);
        }
        work.remember();
        for (int i = 0; i <= number; i++) {
            method(reset, tables, millis, i == 0 ? (metric, value) -> {
                if (metric.equals("total")) {
                    samples.add("first", value);
                }
            } : samples);
        }
    }

    private void method(Reset reset, int tables, long millis, Samples samples) throws Exception {
        long start = System.nanoTime();
        begin(reset);
        long begun = System.nanoTime();
        work.query();
        long queried = System.nanoTime();
        work.expectBaseline();
        work.change(tables);
        Thread.sleep(millis);
        long over = System.nanoTime();
        leases.endMethod();
        long ended = System.nanoTime();
        samples.time("total", start, queried + ended - over);
        samples.time("begin", start, begun);
        samples.time("first-query", begun, queried);
        samples.time("end", over, ended);
    }

    /** Tests with objects of their own, each in a fresh schema, without any pause: first as many as leases are ready. */
    private void seven(int after, Samples samples) throws Exception {
        handOver(Reset.FRESH, false);
        work.remember();
        Thread.sleep(STOCKED_MILLIS);
        long start = System.nanoTime();
        for (int i = 0; i < TESTS_TOGETHER; i++) {
            testWithDefinitions();
        }
        long stocked = System.nanoTime();
        for (int i = 0; i < after; i++) {
            testWithDefinitions();
        }
        samples.time("total", start, stocked);
        samples.add("sustained", (System.nanoTime() - stocked) / 1e6 / after);
    }

    private void testWithDefinitions() throws Exception {
        begin(Reset.FRESH);
        work.query();
        work.expectBaseline();
        work.define();
        leases.endMethod();
    }

    private void snapshots(int number, long millis, Samples samples) throws Exception {
        handOver(Reset.NONE, true);
        begin(Reset.NONE);
        work.change(5);
        work = new MethodWork(dataSource, orders);
        work.remember();
        for (int i = 0; i < number; i++) {
            long start = System.nanoTime();
            leases.snapshot(SNAPSHOT);
            samples.time("snapshot", start, System.nanoTime());
            work.change(1);
            Thread.sleep(millis);
            long before = System.nanoTime();
            leases.restore(SNAPSHOT);
            work.query();
            samples.time("restore", before, System.nanoTime());
            work.expectBaseline();
        }
    }
}
