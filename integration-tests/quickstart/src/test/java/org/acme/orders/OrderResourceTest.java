package org.acme.orders;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

@QuarkusTest
@IsolatedSchema
class OrderResourceTest {

    @Test
    void anOrderIsOpenUntilItIsPaid() {
        ShopApi.register("ada@example.org");

        JsonPath order = ShopApi.takeOrder("A-1", "ada@example.org");

        assertThat(order.getString("status")).isEqualTo("OPEN");
        assertThat(order.getString("total")).isEqualTo("4.2");
        assertThat(order.getString("dueOn")).isEqualTo(LocalDate.now().plusDays(30).toString());

        assertThat(ShopApi.pay("A-1").statusCode()).isEqualTo(204);
        assertThat(ShopApi.statusOf("A-1")).isEqualTo("PAID");
    }

    @Test
    void aDozenIsTenPercentCheaper() {
        ShopApi.register("grace@example.org");

        JsonPath order = ShopApi.tryToOrder(new NewOrder("G-1", "grace@example.org", "MUG", 12, null)).jsonPath();

        assertThat(order.getString("total")).isEqualTo("129.6");
    }

    @Test
    void theSameReferenceIsRefused() {
        ShopApi.register("linus@example.org");
        ShopApi.takeOrder("L-1", "linus@example.org");

        Response second = ShopApi.tryToOrder(new NewOrder("L-1", "linus@example.org", "TEA", 1, null));

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.asString()).contains("orders_reference_key");
    }

    @Test
    void theSameCustomerInCapitalLettersIsRefused() {
        ShopApi.register("barbara@example.org");

        Response second = ShopApi.tryToRegister("BARBARA@EXAMPLE.ORG");

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.asString()).contains("customer_email_key");
    }

    @Test
    void anUnknownOrderIsNotFound() {
        given().get("/orders/{reference}", "Z-1").then().statusCode(404);
    }
}
