package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;

/** Restarts the application with another configuration. */
@QuarkusTest
@TestProfile(ShortPaymentTermTest.ShortPaymentTerm.class)
@IsolatedSchema
class ShortPaymentTermTest {

    @Test
    void theFirstOrderIsDueInAWeek() {
        ShopApi.register("ada@example.org");

        JsonPath order = ShopApi.takeOrder("A-1", "ada@example.org");

        assertThat(order.getLong("id")).isEqualTo(1);
        assertThat(order.getString("dueOn")).isEqualTo(LocalDate.now().plusDays(7).toString());
    }

    public static class ShortPaymentTerm implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("shop.payment-term", "P7D");
        }
    }
}
