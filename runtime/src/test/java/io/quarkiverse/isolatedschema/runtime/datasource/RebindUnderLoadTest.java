package io.quarkiverse.isolatedschema.runtime.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** Threads ask for connections without pause while the datasource is rebound and the pools before are closed. */
@ExtendWith(PostgresServerExtension.class)
class RebindUnderLoadTest {

    private static final int THREADS = 6;

    private static final int REBINDS = 40;

    private final Run application;

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private final AtomicInteger answers = new AtomicInteger();

    /** The number of the lease that the latest finished rebind has led to. */
    private volatile int rebound;

    private volatile boolean stopped;

    private RebindableDataSource dataSource;

    RebindUnderLoadTest(PostgresServer server) throws SQLException {
        application = Run.on(server);
    }

    @Test
    @Timeout(60)
    void whoAsksAfterARebindGetsTheNewLeasesConnectionAndNobodyIsRefused() throws InterruptedException {
        LeasePool current = pool(0);
        dataSource = new RebindableDataSource(current, Duration.ofSeconds(20), Admission.ALL);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(new Thread(this::askUntilStopped));
        }
        threads.forEach(Thread::start);

        for (int i = 1; i <= REBINDS; i++) {
            LeasePool next = pool(i);
            LeasePool previous = dataSource.rebind(next);
            rebound = i;
            previous.close();
            int seen = answers.get();
            while (answers.get() < seen + THREADS && failures.isEmpty()) {
                Thread.onSpinWait();
            }
        }
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        dataSource.close();

        assertThat(failures).isEmpty();
        assertThat(answers.get()).isGreaterThan(REBINDS * THREADS);
    }

    private LeasePool pool(int number) {
        return Pools.of(application).create(Pools.lease(application, "lease_" + number));
    }

    private void askUntilStopped() {
        while (!stopped) {
            int before = rebound;
            Connection connection;
            try {
                connection = dataSource.getConnection();
            } catch (SQLException | RuntimeException refused) {
                failures.add("refused: " + refused);
                return;
            }
            try (connection) {
                int lease = Integer.parseInt(Databases.query(connection, "show search_path").get(0).substring(6));
                if (lease < before) {
                    failures.add("lease " + lease + " after the rebind to " + before);
                }
                answers.incrementAndGet();
            } catch (SQLException closedInUse) {
                // Its lease ended while the connection was in use.
                answers.incrementAndGet();
            }
        }
    }
}
