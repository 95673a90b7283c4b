package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** What a user would see of a run. */
final class Outcome implements TestExecutionListener {

    private final List<String> succeeded = new ArrayList<>();

    private final List<Throwable> failures = new ArrayList<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        result.getThrowable().ifPresent(failures::add);
        if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            succeeded.add(test.getDisplayName());
        }
    }

    /** Asserts that nothing failed, and that as many tests ran. */
    void succeeds(int tests) {
        assertThat(failures).as(traces()).isEmpty();
        assertThat(succeeded).hasSize(tests);
    }

    /** The failure that is told first, with its causes: what a build prints. */
    String failure() {
        assertThat(failures).as("what is told to have failed").isNotEmpty();
        return trace(failures.get(0));
    }

    private String traces() {
        return failures.stream().map(Outcome::trace).collect(Collectors.joining("\n"));
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    /** Asserts that the application's start failed by our word, and that nothing else is told before it. */
    void assertRefused(String message) {
        assertThat(failures).as("what is told to have failed").isNotEmpty();
        Throwable told = failures.get(0);
        while (told.getCause() != null && !isOurs(told)) {
            told = told.getCause();
        }
        assertThat(told).as(failure()).matches(Outcome::isOurs, "is an IsolationException").hasMessageContaining(message);
        assertThat(succeeded).isEmpty();
    }

    private static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().equals("io.quarkiverse.isolatedschema.IsolationException");
    }

    List<String> succeeded() {
        return succeeded;
    }

    List<Throwable> failures() {
        return failures;
    }
}
