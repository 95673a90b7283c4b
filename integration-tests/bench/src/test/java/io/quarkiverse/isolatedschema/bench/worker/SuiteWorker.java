package io.quarkiverse.isolatedschema.bench.worker;

import java.util.List;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

import io.quarkiverse.isolatedschema.bench.link.WorkerLink;

/**
 * Runs a suite once, whatever the order says, and measures it: {@code session} is everything from discovery to the stop of
 * the application, {@code classes} reaches from the end of the first class, before which the application starts, to the
 * end of the last.
 */
public final class SuiteWorker implements TestExecutionListener {

    private long firstEnd;

    private long lastEnd;

    private SuiteWorker() {
    }

    /** @param classes the names of the test classes */
    public static void main(String[] classes) throws Exception {
        WorkerLink.serve("ready", (order, samples) -> {
            SuiteWorker clock = new SuiteWorker();
            long start = System.nanoTime();
            TestRun.of(List.of(classes), clock);
            samples.time("session", start, System.nanoTime());
            samples.time("classes", clock.firstEnd, clock.lastEnd);
        });
        System.exit(0);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.getSource().filter(ClassSource.class::isInstance).isPresent()) {
            lastEnd = System.nanoTime();
            firstEnd = firstEnd == 0 ? lastEnd : firstEnd;
        }
    }
}
