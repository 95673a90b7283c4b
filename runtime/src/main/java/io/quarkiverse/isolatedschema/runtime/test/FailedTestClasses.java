package io.quarkiverse.isolatedschema.runtime.test;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import io.quarkus.dev.console.DevConsoleManager;

/**
 * Which test classes of JUnit's test plan have failed so far: those of which a test, a container or a class inside has failed,
 * whatever has made it fail. What is aborted or skipped has not failed. The failure of a class itself, such as one of
 * {@code @BeforeAll}, is heard when the class is over altogether, after all callbacks.
 * <p>
 * JUnit makes its listener outside the application's class loaders. The two meet in {@link DevConsoleManager}, which
 * Quarkus shares among all of them, by the names of the classes.
 */
public class FailedTestClasses implements TestExecutionListener {

    private static final String KEY = "isolated-schema.failed-test-classes";

    private TestPlan plan;

    /**
     * @param testClass a test class
     * @return whether it is known to have failed
     */
    @SuppressWarnings("unchecked")
    static boolean contain(Class<?> testClass) {
        Object names = DevConsoleManager.getGlobal(KEY);
        return names != null && ((Set<String>) names).contains(testClass.getName());
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
        DevConsoleManager.setGlobal(KEY, ConcurrentHashMap.newKeySet());
    }

    /** Whatever is around a failure has failed, too. */
    @Override
    @SuppressWarnings("unchecked")
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() != TestExecutionResult.Status.FAILED) {
            return;
        }
        Set<String> names = (Set<String>) DevConsoleManager.getGlobal(KEY);
        Optional<TestIdentifier> around = Optional.of(test);
        while (around.isPresent()) {
            if (around.get().getSource().orElse(null) instanceof ClassSource source) {
                names.add(source.getClassName());
            }
            around = plan.getParent(around.get());
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        DevConsoleManager.setGlobal(KEY, ConcurrentHashMap.newKeySet());
    }
}
