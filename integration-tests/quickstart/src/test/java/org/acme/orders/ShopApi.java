package org.acme.orders;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** The shop as its customers use it: over HTTP. */
final class ShopApi {

    private ShopApi() {
    }

    static JsonPath register(String email) {
        return created(tryToRegister(email));
    }

    static Response tryToRegister(String email) {
        return given().contentType(JSON).body(new NewCustomer(email, "SE")).post("/customers");
    }

    /** Orders one packet of tea. */
    static JsonPath takeOrder(String reference, String email) {
        return takeOrder(reference, email, null);
    }

    /** Orders one packet of tea, to be paid by a day. */
    static JsonPath takeOrder(String reference, String email, LocalDate dueOn) {
        return created(tryToOrder(new NewOrder(reference, email, "TEA", 1, dueOn)));
    }

    static Response tryToOrder(NewOrder newOrder) {
        return given().contentType(JSON).body(newOrder).post("/orders");
    }

    static Response pay(String reference) {
        return given().post("/orders/{reference}/payment", reference);
    }

    static String statusOf(String reference) {
        return given().get("/orders/{reference}", reference).jsonPath().getString("status");
    }

    static String priceOf(String sku) {
        return given().get("/products/{sku}/price", sku).asString();
    }

    static void changePrice(String sku, String price) {
        given().contentType("text/plain").body(price).put("/products/{sku}/price", sku).then().statusCode(204);
    }

    /** The answer's body, which of a refusal holds the reason. */
    private static JsonPath created(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return response.jsonPath();
    }
}
