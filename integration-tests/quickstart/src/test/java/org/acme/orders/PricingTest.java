package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import java.math.BigDecimal;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkus.test.InjectMock;
import io.quarkus.test.component.QuarkusComponentTest;

/** Beans without an application, beside the tests with one. */
@QuarkusComponentTest
class PricingTest {

    @Inject
    Pricing pricing;

    @InjectMock
    PriceList priceList;

    @Test
    void tenPercentOffFromADozenOn() {
        when(priceList.priceOf("TEA")).thenReturn(BigDecimal.TEN);

        assertThat(pricing.pricePerPiece("TEA", 11)).isEqualByComparingTo("10");
        assertThat(pricing.pricePerPiece("TEA", 12)).isEqualByComparingTo("9");
    }
}
