package io.quarkiverse.isolatedschema.runtime.test;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.ClassPlan;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;

/** Which test classes want a lease next, as far as JUnit's plan tells. Usable by several threads at once. */
public final class NextClasses {

    private final Annotations annotations;

    private final Predicate<Class<?>> asks;

    private final Reset configured;

    private final Set<Class<?>> served = ConcurrentHashMap.newKeySet();

    /** Kept, because it takes reflection on every class of the test plan. */
    private final Map<Class<?>, Boolean> candidates = new ConcurrentHashMap<>();

    private final Map<Class<?>, ClassPlan> plans = new ConcurrentHashMap<>();

    NextClasses(Annotations annotations, Predicate<Class<?>> asks, Reset configured) {
        this.annotations = annotations;
        this.asks = asks;
        this.configured = configured;
    }

    /** The class gets its lease, and with it those nested in it and around it. */
    void serve(Class<?> testClass) {
        served.add(Isolation.outermost(testClass));
    }

    ClassPlan plan(Class<?> testClass) {
        return plans.computeIfAbsent(testClass, annotations::of);
    }

    /**
     * @param fixtures test data
     * @param most how many leases are looked at
     * @return how many of the next leases are wanted with that test data and no other, as far as it is known which test classes
     *         follow; where nobody knows that, all of them may be wanted without
     */
    public int wanted(FixtureSet fixtures, int most) {
        return next(most).map(plans -> (int) plans.filter(plan -> plan.fixtures().equals(fixtures)).count())
                .orElse(fixtures.isEmpty() ? most : 0);
    }

    /**
     * @param most how many leases are looked at
     * @return whether one of the next leases is likely to be wiped as it was handed over
     */
    public boolean wiped(int most) {
        return next(most).map(plans -> plans.anyMatch(plan -> plan.resets().contains(Reset.WIPE) && !plan.writesBefore()))
                .orElse(configured == Reset.WIPE);
    }

    private Optional<Stream<ClassPlan>> next(int most) {
        return TestPlanClasses.left().map(classes -> {
            Set<Class<?>> seen = new HashSet<>();
            return classes.stream()
                    .filter(left -> candidates.computeIfAbsent(left, type -> isOurs(type) && asks.test(type)))
                    .filter(left -> !served.contains(Isolation.outermost(left)) && seen.add(Isolation.outermost(left)))
                    .limit(most).map(this::plan);
        });
    }

    /** Whether it is loaded for this application, and not for one with another profile, nor for none. */
    private static boolean isOurs(Class<?> testClass) {
        try {
            return Class.forName(NextClasses.class.getName(), false, testClass.getClassLoader()) == NextClasses.class;
        } catch (ClassNotFoundException none) {
            return false;
        }
    }
}
