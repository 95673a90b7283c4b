package io.quarkiverse.isolatedschema.bench.worker;

import java.util.List;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes as a build would: in a launcher session of its own, with its own application. */
public final class TestRun implements TestExecutionListener {

    private int failures;

    private int tests;

    private TestRun() {
    }

    /** @param classes the names of the test classes; the process ends with 1 when one fails, or none has a test */
    public static void main(String[] classes) {
        int status = 0;
        try {
            of(List.of(classes));
        } catch (IllegalStateException failed) {
            failed.printStackTrace();
            status = 1;
        }
        System.exit(status);
    }

    /**
     * Runs test classes; the application has stopped when this returns.
     *
     * @param classes their names, since Quarkus loads test classes by a class loader of its own
     * @param listeners hear of the tests
     * @throws IllegalStateException when something fails, or there is no test
     */
    static void of(List<String> classes, TestExecutionListener... listeners) {
        TestRun run = new TestRun();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher().registerTestExecutionListeners(run);
            session.getLauncher().execute(LauncherDiscoveryRequestBuilder.request()
                    .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList()).build(), listeners);
        }
        if (run.failures > 0 || run.tests == 0) {
            throw new IllegalStateException(run.failures + " failures in " + run.tests + " tests");
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        tests += test.isTest() ? 1 : 0;
        result.getThrowable().ifPresent(failure -> {
            failures++;
            failure.printStackTrace();
        });
    }
}
