package io.quarkiverse.isolatedschema.runtime;

import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;

/**
 * What a test method wants of the lease it runs in.
 *
 * @param method its name with that of its class, for messages
 * @param reset what happens to the lease before it; never {@link Reset#DEFAULT}
 * @param fixtures the test data that it finds in addition to that of its class
 */
public record MethodPlan(String method, Reset reset, FixtureSet fixtures) {
}
