package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.InjectMock;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class DeclinedPaymentTest {

    @InjectMock
    PaymentGateway payments;

    @Test
    void anOrderStaysOpenWhenThePaymentIsDeclined() {
        when(payments.charge(any(), any())).thenReturn(false);
        ShopApi.register("ada@example.org");
        ShopApi.takeOrder("A-1", "ada@example.org");

        assertThat(ShopApi.pay("A-1").statusCode()).isEqualTo(402);

        assertThat(ShopApi.statusOf("A-1")).isEqualTo("OPEN");
        verify(payments).charge("ada@example.org", new BigDecimal("4.20"));
    }
}
