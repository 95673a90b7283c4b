package io.quarkiverse.isolatedschema.runtime.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import io.quarkiverse.isolatedschema.Keep;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkiverse.isolatedschema.runtime.straggler.StragglerPolicy;
import io.quarkiverse.isolatedschema.runtime.testing.NoLeases;
import io.quarkus.dev.console.DevConsoleManager;

/** Each test runs a little test plan inside the one that it belongs to. */
class TestPlanClassesTest {

    private static final String SUREFIRE = "surefire.real.class.path";

    private static final String KEY = "isolated-schema.test-plan-classes";

    private final String surefire = System.getProperty(SUREFIRE);

    private final Object outerPlan = DevConsoleManager.getGlobal(KEY);

    @BeforeEach
    void outsideOfSurefire() {
        PlannedFixtures.SEEN.clear();
        System.clearProperty(SUREFIRE);
    }

    @AfterEach
    void restore() {
        if (surefire != null) {
            System.setProperty(SUREFIRE, surefire);
        }
        DevConsoleManager.setGlobal(KEY, outerPlan == null ? Optional.empty() : outerPlan);
    }

    private static void run(Class<?>... classes) {
        LauncherFactory.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false).enableLauncherDiscoveryListenerAutoRegistration(false)
                .addTestExecutionListeners(new TestPlanClasses()).build())
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .configurationParameter("junit.jupiter.testclass.order.default", ClassOrderer.ClassName.class.getName())
                        .selectors(Arrays.stream(classes).map(type -> selectClass(type)).toList()).build());
    }

    @Test
    void itTellsWhichClassesAreLeftAndForgetsThemAtTheEnd() {
        run(PlannedFirst.class, PlannedDisabled.class, PlannedShared.class, PlannedLast.class);

        assertThat(PlannedFixtures.SEEN).hasSize(3);
        assertThat(PlannedFixtures.SEEN.get(0)).as("without the one that was skipped").containsExactlyInAnyOrder(
                PlannedFirst.class, PlannedFirst.Inside.class, PlannedLast.class, PlannedShared.class);
        assertThat(PlannedFixtures.SEEN.get(1)).containsExactlyInAnyOrder(PlannedLast.class, PlannedShared.class);
        assertThat(PlannedFixtures.SEEN.get(2)).containsExactlyInAnyOrder(PlannedShared.class);
        assertThat(TestPlanClasses.left()).isEmpty();
    }

    @Test
    void itTellsWhetherClassesHaveOneInstanceUnlessTheySayOtherwise() {
        for (boolean one : new boolean[] { true, false }) {
            PlannedFixtures.SEEN.clear();
            List<Boolean> told = new ArrayList<>();
            LauncherFactory.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false)
                    .enableLauncherSessionListenerAutoRegistration(false).enableLauncherDiscoveryListenerAutoRegistration(false)
                    .addTestExecutionListeners(new TestPlanClasses(), new TestExecutionListener() {
                        @Override
                        public void executionStarted(TestIdentifier test) {
                            told.add(TestPlanClasses.oneInstanceForAll());
                        }
                    }).build())
                    .execute(LauncherDiscoveryRequestBuilder.request()
                            .configurationParameter("junit.jupiter.testinstance.lifecycle.default",
                                    one ? "per_class" : "per_method")
                            .selectors(selectClass(PlannedLast.class)).build());
            assertThat(told).isNotEmpty().containsOnly(one);
        }
    }

    @Test
    void aPlanOfOneClassIsAllThereIsUnlessSurefireMadeIt() {
        run(PlannedLast.class);
        System.setProperty(SUREFIRE, "a fork of surefire");
        run(PlannedLast.class);

        assertThat(PlannedFixtures.SEEN.get(0)).containsExactlyInAnyOrder(PlannedLast.class);
        assertThat(PlannedFixtures.SEEN.get(1)).as("unknown").isNull();
    }

    private static TestClassLeases leases(boolean all) {
        return new TestClassLeases(Optional.of(new NoLeases()), all, Keep.NEVER, Reset.NONE, StragglerPolicy.WARN);
    }

    private static void plan(Class<?>... classes) {
        DevConsoleManager.setGlobal(KEY, Optional.of(List.of(classes)));
    }

    @Test
    void aLeaseIsWantedByEachClassThatAsksAndHasNoneYet() {
        plan(PlannedFirst.class, PlannedFirst.Inside.class, PlannedShared.class, PlannedLast.class);
        TestClassLeases leases = leases(false);

        assertThat(leases.next().wanted(FixtureSet.NONE, 10)).isEqualTo(2);
        leases.begin(PlannedFirst.class);
        assertThat(leases.next().wanted(FixtureSet.NONE, 10)).isEqualTo(1);
        leases.begin(PlannedFirst.Inside.class);
        leases.end();
        leases.end();
        leases.begin(PlannedShared.class);
        leases.end();
        assertThat(leases.next().wanted(FixtureSet.NONE, 10)).isEqualTo(1);
        leases.begin(PlannedLast.class);
        assertThat(leases.next().wanted(FixtureSet.NONE, 10)).isZero();
    }

    @Test
    void aNestedClassThatAloneAsksWantsOne() {
        plan(PlainFixtureTests.class, PlainFixtureTests.OnlyThis.class, PlainFixtureTests.AndNotThis.class);

        assertThat(leases(false).next().wanted(FixtureSet.NONE, 10)).isEqualTo(1);
    }

    @Test
    void whereEveryClassIsIsolatedThoseOfOtherApplicationsDoNotCount() {
        plan(PlannedShared.class, String.class, List.class);

        assertThat(leases(true).next().wanted(FixtureSet.NONE, 10)).isEqualTo(1);
    }

    @Test
    void whereNobodyKnowsThePlanThereMayBeAnyNumber() {
        DevConsoleManager.setGlobal(KEY, Optional.empty());

        assertThat(leases(false).next().wanted(FixtureSet.NONE, 10)).isEqualTo(10);
    }
}
