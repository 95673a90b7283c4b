package io.quarkiverse.isolatedschema.runtime.straggler;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.acme.Application;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class ThreadTrailsTest {

    private final AtomicInteger wentOn = new AtomicInteger();

    private final Lease boot;

    private final Lease first;

    private final Lease second;

    private final ThreadTrails trails;

    ThreadTrailsTest(PostgresServer server) throws SQLException {
        Run application = Run.on(server);
        boot = Pools.lease(application, "boot");
        first = Pools.lease(application, "first");
        second = Pools.lease(application, "second");
        trails = new ThreadTrails(boot, wentOn::incrementAndGet);
    }

    private void asks(Lease... leases) {
        for (Lease lease : leases) {
            trails.asks(lease);
        }
    }

    private void worker(Lease... leases) throws InterruptedException {
        Thread worker = new Application.Worker("worker", () -> asks(leases));
        worker.start();
        worker.join();
    }

    @Test
    void aThreadMadeForItsWorkHasGoneOnOnceForEachLaterLease() throws InterruptedException {
        worker(first, first);
        assertThat(wentOn).hasValue(0);
        worker(first, second, second);
        assertThat(wentOn).hasValue(1);
        worker(first, boot, second, boot);
        assertThat(wentOn).hasValue(2);
    }

    @Test
    void whoAsksBetweenTwoClassesIsNamed() throws InterruptedException {
        Logger logger = Logger.getLogger(ThreadTrails.class.getName());
        logger.setLevel(Level.FINE);
        try (LogRecords log = new LogRecords(ThreadTrails.class)) {
            worker(boot);
            trails.passed(true);
            asks(boot);
            assertThat(log.at(Level.FINE)).as("the tests themselves, and before the first class").isEmpty();
            worker(boot);
            assertThat(log.at(Level.FINE)).singleElement().asString().startsWith("Thread 'worker' asks for a connection between"
                    + " two test classes at org.acme.Application$Worker.run(Application.java:")
                    .endsWith(": it gets one to schema"
                            + " boot, which classes without a schema of their own share");
            trails.classWithoutLeaseBegins();
            worker(boot);
            assertThat(log.at(Level.FINE)).hasSize(1);
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void oneThatWorkedBeforeAnyClassBelongsToTheApplication() throws InterruptedException {
        worker(boot, first, second);
        assertThat(wentOn).hasValue(0);
    }

    @Test
    void oneOfAPoolWorksForOneClassAndThenForAnother() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture.runAsync(() -> asks(first), pool).get();
            CompletableFuture.runAsync(() -> asks(second), pool).get();
        } finally {
            pool.shutdown();
        }
        assertThat(wentOn).hasValue(0);
    }

    @Test
    void theThreadOfTheTestsWorksForAll() throws InterruptedException {
        Thread tests = new Application.Worker("tests", () -> {
            trails.passed(false);
            asks(first, second);
        });
        tests.start();
        tests.join();
        assertThat(wentOn).hasValue(0);
    }
}
