package io.quarkiverse.isolatedschema.bench.spring;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.springframework.test.context.TestContextManager;

import io.quarkiverse.isolatedschema.bench.link.WorkerLink;
import io.quarkiverse.isolatedschema.bench.link.WorkerLink.Samples;

/**
 * Measures what a class of Spring waits for: what Spring's test framework does before a class, in which the library hands
 * over a fresh database, and the first query. Without JUnit, whose own time would count, too. The order:
 * {@code classes <number> <milliseconds of a class>}.
 */
public final class SpringWorker {

    private SpringWorker() {
    }

    /** @param arguments where the migrations are */
    public static void main(String[] arguments) throws Exception {
        System.setProperty(FreshDatabase.MIGRATIONS, arguments[0]);
        WorkerLink.serve("ready", (order, samples) -> {
            for (int i = 0; i < Integer.parseInt(order.get(1)); i++) {
                testClass(Long.parseLong(order.get(2)), samples);
            }
        });
        System.exit(0);
    }

    private static void testClass(long millis, Samples samples) throws Exception {
        TestContextManager test = new TestContextManager(FreshDatabase.class);
        DataSource dataSource = test.getTestContext().getApplicationContext().getBean(DataSource.class);
        long start = System.nanoTime();
        test.beforeTestClass();
        long refreshed = System.nanoTime();
        expect(dataSource, "select count(*) from country", 10);
        long queried = System.nanoTime();
        expect(dataSource, "select count(*) from country", 10);
        samples.time("second-query", queried, System.nanoTime());
        samples.time("total", start, queried);
        samples.time("hand-over", start, refreshed);
        samples.time("first-query", refreshed, queried);
        work(test, dataSource);
        Thread.sleep(millis);
        test.afterTestClass();
    }

    private static void work(TestContextManager test, DataSource dataSource) throws Exception {
        FreshDatabase instance = new FreshDatabase();
        test.prepareTestInstance(instance);
        var method = Object.class.getMethod("toString");
        test.beforeTestMethod(instance, method);
        expect(dataSource, "select count(*) from customer", 0);
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("insert into customer values (1, 'Ada', 'C01')");
        }
        test.afterTestMethod(instance, method, null);
    }

    private static void expect(DataSource dataSource, String query, long expected) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            if (rows.getLong(1) != expected) {
                throw new IllegalStateException("Not fresh: '" + query + "' gives " + rows.getLong(1));
            }
        }
    }
}
