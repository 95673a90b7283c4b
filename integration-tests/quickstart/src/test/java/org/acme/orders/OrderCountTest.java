package org.acme.orders;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Counts all there is. */
@QuarkusTest
@DatabaseTest
class OrderCountTest {

    @Test
    void oneCustomerAndOneOrderAreAllThereIs() {
        ShopApi.register("grace@example.org");
        ShopApi.takeOrder("G-1", "grace@example.org");

        assertThat(given().get("/customers").jsonPath().getList("email")).containsExactly("grace@example.org");
        assertThat(given().get("/orders").jsonPath().getList("reference")).containsExactly("G-1");
    }
}
