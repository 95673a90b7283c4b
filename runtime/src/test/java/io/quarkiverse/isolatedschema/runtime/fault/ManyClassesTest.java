package io.quarkiverse.isolatedschema.runtime.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.testing.Application;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** Long runs, and runs beside each other. */
@ExtendWith(PostgresServerExtension.class)
class ManyClassesTest {

    private static final int CLASSES = Integer.getInteger("faults.classes", 1000);

    /** Those that wait to be dropped while classes follow each other without a pause, 24 or so, and some to spare. */
    private static final int MOST_DATABASES = 40;

    private final PostgresServer server;

    ManyClassesTest(PostgresServer server) {
        this.server = server;
    }

    @Test
    @Timeout(300)
    void aThousandClassesTakeNoMoreRoomOnTheServerThanAFew() throws Exception {
        Run role = Run.on(server);
        Application application = Application.cloning(role, role.request(), 1);
        try (application) {
            for (int i = 0; i < CLASSES; i++) {
                application.testClass("Test" + i);
                if (i % 50 == 49) {
                    assertThat(application.run().left()).hasSizeLessThan(MOST_DATABASES);
                    assertThat(server.sessionsOf(role.role())).isLessThan(20);
                }
            }
        }
        assertThat(application.run().left()).isEmpty();
    }

    @Test
    @Timeout(120)
    void twoSuitesOnTheSameDatabaseOfOneServerDoNotDisturbEachOther() throws Exception {
        Run role = Run.on(server);
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<List<String>> suite = () -> {
            together.await();
            Application application = Application.cloning(role, role.again(), 1);
            try (application) {
                for (int i = 0; i < 20; i++) {
                    application.testClass("Test" + i);
                }
            }
            return application.run().left();
        };
        ExecutorService suites = Executors.newFixedThreadPool(2);
        for (Future<List<String>> left : suites.invokeAll(List.of(suite, suite))) {
            assertThat(left.get()).isEmpty();
        }
        suites.shutdown();
    }
}
