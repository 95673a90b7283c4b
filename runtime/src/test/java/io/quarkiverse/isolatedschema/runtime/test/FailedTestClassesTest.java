package io.quarkiverse.isolatedschema.runtime.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import io.quarkus.dev.console.DevConsoleManager;

/** Runs little test plans inside the one that it belongs to. */
class FailedTestClassesTest {

    private static final String KEY = "isolated-schema.failed-test-classes";

    /** Nobody but this test runs the classes inside. */
    private static boolean meant;

    private final Object outerPlan = DevConsoleManager.getGlobal(KEY);

    private final Set<Class<?>> failed = new HashSet<>();

    @AfterEach
    void restore() {
        meant = false;
        DevConsoleManager.setGlobal(KEY, outerPlan == null ? Set.of() : outerPlan);
    }

    private void run(Class<?>... classes) {
        meant = true;
        TestExecutionListener look = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                // Listeners hear the end in the reverse of their order, and the engine comes last of all.
                if (test.getParentId().isEmpty()) {
                    Stream.of(Succeeding.class, Failing.class, FailingFactory.class, FailingBeforeAll.class,
                            FailingAfterAll.class, Aborted.class, Outer.class, Outer.First.class, Outer.Second.class)
                            .filter(FailedTestClasses::contain).forEach(failed::add);
                }
            }
        };
        LauncherFactory.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false).enableLauncherDiscoveryListenerAutoRegistration(false)
                .addTestExecutionListeners(new FailedTestClasses(), look).build())
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(Stream.of(classes).map(type -> selectClass(type)).toList()).build());
    }

    static class Succeeding {
        @Test
        void succeeds() {
        }
    }

    static class Failing {
        @Test
        void fails() {
            assertThat(meant).isFalse();
        }
    }

    static class FailingFactory {
        @TestFactory
        List<DynamicTest> tests() {
            return List.of(DynamicTest.dynamicTest("fails", () -> assertThat(meant).isFalse()));
        }
    }

    static class FailingBeforeAll extends Succeeding {
        @BeforeAll
        static void fail() {
            assertThat(meant).isFalse();
        }
    }

    static class FailingAfterAll extends Succeeding {
        @AfterAll
        static void fail() {
            assertThat(meant).isFalse();
        }
    }

    static class Aborted {
        @Test
        void isAborted() {
            Assumptions.assumeFalse(meant);
        }
    }

    static class Outer {
        @Nested
        class First {
            @Test
            void fails() {
                assertThat(meant).isFalse();
            }
        }

        @Nested
        class Second {
            @Test
            void succeeds() {
            }
        }
    }

    @Test
    void aFailureOfATestCountsForItsClassAndThoseAroundIt() {
        run(Succeeding.class, Failing.class, FailingFactory.class, Outer.class);

        assertThat(failed).containsExactlyInAnyOrder(Failing.class, FailingFactory.class, Outer.class, Outer.First.class);
    }

    @Test
    void aFailureOfALifecycleMethodCounts() {
        run(FailingBeforeAll.class, FailingAfterAll.class);

        assertThat(failed).containsExactlyInAnyOrder(FailingBeforeAll.class, FailingAfterAll.class);
    }

    @Test
    void whatIsAbortedHasNotFailed() {
        run(Aborted.class);

        assertThat(failed).isEmpty();
    }

    @Test
    void theNextPlanBeginsWithoutFailures() {
        run(Failing.class);
        assertThat(failed).containsExactly(Failing.class);
        assertThat(FailedTestClasses.contain(Failing.class)).as("after the plan").isFalse();
        failed.clear();
        run(Succeeding.class);

        assertThat(failed).isEmpty();
    }
}
