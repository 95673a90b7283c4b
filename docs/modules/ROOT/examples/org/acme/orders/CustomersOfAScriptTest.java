package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;

// tag::fixtures[]
@QuarkusTest
@IsolatedSchema(reset = Reset.WIPE, scripts = "fixtures/customers.sql")
class CustomersOfAScriptTest {

    @Test
    void theFirstOrderIsNumberOne() {
        assertThat(ShopApi.takeOrder("A-1", "ada@example.org").getLong("id")).isEqualTo(1);
    }

    @Test
    void soItIsInEveryOtherMethod() {
        assertThat(ShopApi.takeOrder("A-1", "ada@example.org").getLong("id")).isEqualTo(1);
    }
    // end::fixtures[]

    @Test
    void whatAMethodChangesIsBroughtBack() {
        assertThat(ShopApi.priceOf("CAKE")).isEqualTo("3.00");
        ShopApi.changePrice("CAKE", "3.50");
    }

    @Test
    void thereforeThePriceIsThatOfTheScript() {
        assertThat(ShopApi.priceOf("CAKE")).isEqualTo("3.00");
        ShopApi.changePrice("CAKE", "4.00");
    }
    // tag::fixtures[]
}
// end::fixtures[]
