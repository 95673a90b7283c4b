package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

/** Leaves prices in the database and in the application's memory; see {@link ForgetPricesAtBoundary}. */
@QuarkusTest
@IsolatedSchema
class PriceChangeTest {

    @Test
    void aChangedPriceIsAnsweredFromThenOn() {
        assertThat(ShopApi.priceOf("MUG")).isEqualTo("12.00");

        ShopApi.changePrice("MUG", "99.00");

        assertThat(ShopApi.priceOf("MUG")).isEqualTo("99.00");
    }
}
