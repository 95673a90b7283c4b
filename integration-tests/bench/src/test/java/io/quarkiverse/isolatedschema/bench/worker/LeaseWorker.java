package io.quarkiverse.isolatedschema.bench.worker;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.bench.app.Orders;
import io.quarkiverse.isolatedschema.bench.link.WorkerLink;
import io.quarkiverse.isolatedschema.bench.link.WorkerLink.Samples;
import io.quarkiverse.isolatedschema.runtime.LeaseManager;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.spi.BoundaryHook;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;

/**
 * What a test class waits for, measured inside a running application: the hand-over with its rebind and resets, and the
 * first query. The orders: {@code classes <number> <milliseconds of a class> <whether to await drops> <budget in ms>}.
 */
@QuarkusTest
@IsolatedSchema
class LeaseWorker {

    private static final int MIN_CLASSES = 3;

    private static final long DROP_MILLIS = 400;

    private static final int ORDERS_OF_A_CLASS = 3;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Orders orders;

    private LeaseManager leases;

    @Test
    void serves() throws Exception {
        leases = Arc.container().instance(LeaseManager.class).get();
        WorkerLink.serve("ready", (order, samples) -> classes(Integer.parseInt(order.get(1)), Long.parseLong(order.get(2)),
                Boolean.parseBoolean(order.get(3)), Long.parseLong(order.get(4)), samples));
    }

    private void classes(int number, long millis, boolean awaitDrops, long budget, Samples samples) throws Exception {
        leases.giveBack();
        long start = System.nanoTime();
        for (int i = 1; i <= number; i++) {
            if (i > MIN_CLASSES && System.nanoTime() - start > budget * 1_000_000) {
                break;
            }
            Lease lease = begin("Class" + i, samples);
            work();
            Thread.sleep(millis);
            end(lease, awaitDrops, samples);
        }
        samples.time("elapsed", start, System.nanoTime());
    }

    private Lease begin(String testClass, Samples samples) throws SQLException {
        long start = System.nanoTime();
        Lease lease = leases.handOver(testClass);
        long handedOver = System.nanoTime();
        query();
        long queried = System.nanoTime();
        query();
        long again = System.nanoTime();
        samples.time("total", start, queried);
        samples.time("hand-over", start, handedOver);
        samples.time("first-query", handedOver, queried);
        samples.time("second-query", queried, again);
        repeatParts(lease, samples);
        return lease;
    }

    /** The parts of a hand-over that it does not tell by itself, done once more. */
    private void repeatParts(Lease lease, Samples samples) {
        long start = System.nanoTime();
        leases.dataSource().rebind(leases.dataSource().current());
        long swapped = System.nanoTime();
        Arc.container().select(BoundaryHook.class, Any.Literal.INSTANCE).stream()
                .forEach(hook -> hook.onBoundary(lease.schema()));
        samples.time("swap", start, swapped);
        samples.time("resets", swapped, System.nanoTime());
    }

    private void query() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from country")) {
            rows.next();
            expect("countries", 10, rows.getLong(1));
        }
    }

    /** Leaves data behind, and would notice that of another class, or its ids. */
    private void work() {
        expect("orders before the class", 0, orders.count());
        expect("the first order's id", 1, orders.take());
        for (int i = 1; i < ORDERS_OF_A_CLASS; i++) {
            orders.take();
        }
        expect("orders of the class", ORDERS_OF_A_CLASS, orders.count());
    }

    private void end(Lease lease, boolean awaitDrop, Samples samples) throws Exception {
        long start = System.nanoTime();
        leases.giveBack();
        long back = System.nanoTime();
        samples.time("give-back", start, back);
        if (awaitDrop && isGone(lease, back + DROP_MILLIS * 1_000_000)) {
            samples.time("dropped-after", back, System.nanoTime());
        }
    }

    private boolean isGone(Lease lease, long until) throws Exception {
        while (System.nanoTime() < until) {
            if (!exists(lease)) {
                return true;
            }
            Thread.sleep(1);
        }
        return false;
    }

    private boolean exists(Lease lease) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select 1 from pg_database where datname = ? and datname <> current_database()"
                                + " union all select 1 from pg_namespace where nspname = ?")) {
            query.setString(1, lease.database());
            query.setString(2, lease.schema());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void expect(String what, long expected, long found) {
        if (expected != found) {
            throw new IllegalStateException("Not isolated: " + what + " should be " + expected + " but is " + found);
        }
    }
}
