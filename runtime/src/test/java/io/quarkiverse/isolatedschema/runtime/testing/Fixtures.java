package io.quarkiverse.isolatedschema.runtime.testing;

import io.quarkiverse.isolatedschema.runtime.fixture.FixtureLoader;

/** Loads test data without a class path and beans. */
public final class Fixtures {

    /** For applications of which no test wants any. */
    public static final FixtureLoader NONE = (set, opening) -> {
        throw new UnsupportedOperationException("Nobody wants " + set);
    };

    private Fixtures() {
    }
}
