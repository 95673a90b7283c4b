package io.quarkiverse.isolatedschema.runtime;

import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;

/**
 * What the fresh leases of a class hold.
 *
 * @param stock where they come from; empty where there is no way to make them, because schemas cannot be copied
 * @param missing the test data that those of the stock still lack
 * @param forAll whether they hold nothing but what other classes may want, too
 */
record Contents(Optional<Stock> stock, FixtureSet missing, boolean forAll) {

    static Contents of(Stock stock, FixtureSet missing) {
        return new Contents(Optional.of(stock), missing, true);
    }

    static Contents ofOneClass(Optional<Stock> stock) {
        return new Contents(stock, FixtureSet.NONE, false);
    }
}
