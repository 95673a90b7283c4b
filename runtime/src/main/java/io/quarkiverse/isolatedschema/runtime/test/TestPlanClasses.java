package io.quarkiverse.isolatedschema.runtime.test;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.TestInstance;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import io.quarkus.dev.console.DevConsoleManager;

/**
 * Which test classes of JUnit's test plan have not run yet.
 * <p>
 * JUnit makes its listener outside the application's class loaders. The two meet in {@link DevConsoleManager}, which
 * Quarkus shares among all of them, by types of the JDK alone.
 */
public class TestPlanClasses implements TestExecutionListener {

    private static final String KEY = "isolated-schema.test-plan-classes";

    private static final String ONE_INSTANCE = "isolated-schema.test-plan-one-instance";

    /** Surefire gives each of several forks its classes one by one, in a plan of its own. */
    private static final String FORKED_BY_SUREFIRE = "surefire.real.class.path";

    /**
     * @return the classes in the order in which they run, nested ones and those included that run now; empty when JUnit's plan
     *         does not tell
     */
    static Optional<Collection<Class<?>>> left() {
        Optional<Collection<Class<?>>> live = live();
        return live.map(classes -> List.of(classes.toArray(Class<?>[]::new)));
    }

    @SuppressWarnings("unchecked")
    private static Optional<Collection<Class<?>>> live() {
        return (Optional<Collection<Class<?>>>) Optional.ofNullable(DevConsoleManager.getGlobal(KEY)).orElse(Optional.empty());
    }

    /**
     * @return whether JUnit's configuration lets classes have one instance for all their methods that don't say anything of it
     */
    static boolean oneInstanceForAll() {
        return Boolean.TRUE.equals(DevConsoleManager.getGlobal(ONE_INSTANCE));
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        DevConsoleManager.setGlobal(ONE_INSTANCE, plan.getConfigurationParameters()
                .get(TestInstance.Lifecycle.DEFAULT_LIFECYCLE_PROPERTY_NAME).filter("per_class"::equalsIgnoreCase).isPresent());
        Set<Class<?>> classes = Collections.synchronizedSet(new LinkedHashSet<>());
        plan.getRoots().forEach(engine -> plan.getDescendants(engine).forEach(test -> {
            if (test.getSource().orElse(null) instanceof ClassSource source) {
                classes.add(source.getJavaClass());
            }
        }));
        boolean oneOfMany = classes.stream().map(Isolation::outermost).distinct().count() == 1
                && System.getProperty(FORKED_BY_SUREFIRE) != null;
        DevConsoleManager.setGlobal(KEY, oneOfMany ? Optional.empty() : Optional.of(classes));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        remove(test);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        remove(test);
    }

    private static void remove(TestIdentifier test) {
        if (test.getSource().orElse(null) instanceof ClassSource source) {
            live().ifPresent(classes -> classes.remove(source.getJavaClass()));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        DevConsoleManager.setGlobal(KEY, Optional.empty());
        DevConsoleManager.setGlobal(ONE_INSTANCE, false);
    }
}
