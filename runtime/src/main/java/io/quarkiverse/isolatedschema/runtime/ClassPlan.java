package io.quarkiverse.isolatedschema.runtime;

import java.util.Set;

import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;

/**
 * What a test class wants of its lease.
 *
 * @param testClass its name, for messages
 * @param fixtures the test data that the lease holds when it is handed over
 * @param resets what happens between methods: that of every method of it; never {@link Reset#DEFAULT}
 * @param writesBefore whether something may write to the lease before the first method begins
 */
public record ClassPlan(String testClass, FixtureSet fixtures, Set<Reset> resets, boolean writesBefore) {

    /**
     * @param testClass the name of a class that wants nothing but the lease
     * @return its plan
     */
    public static ClassPlan of(String testClass) {
        return new ClassPlan(testClass, FixtureSet.NONE, Set.of(Reset.NONE), true);
    }

    /** @return whether some method wants something to be as it was before */
    public boolean resetsAny() {
        return resets.stream().anyMatch(reset -> reset != Reset.NONE);
    }
}
