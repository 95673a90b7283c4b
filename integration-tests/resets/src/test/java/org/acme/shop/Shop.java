package org.acme.shop;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** The shop as its customers use it: over HTTP. */
final class Shop {

    private Shop() {
    }

    static long register(String email) {
        return answer(tryToRegister(email), 201).getLong("id");
    }

    static Response tryToRegister(String email) {
        return given().body(email).post("/customers");
    }

    static List<String> emails() {
        return answer(given().get("/customers"), 200).getList("email");
    }

    static JsonPath order(NewOrder newOrder) {
        return answer(tryToOrder(newOrder), 201);
    }

    static Response tryToOrder(NewOrder newOrder) {
        return given().contentType(JSON).body(newOrder).post("/orders");
    }

    /** Each in a transaction of its own, in one request. */
    static int orderWhatCanBeHad(List<NewOrder> newOrders) {
        return Integer
                .parseInt(given().contentType(JSON).body(newOrders).post("/orders/import").then().statusCode(200).extract()
                        .asString());
    }

    /** All in one transaction. */
    static Response orderAll(List<NewOrder> newOrders) {
        return given().contentType(JSON).body(newOrders).post("/orders/all");
    }

    static JsonPath order(String reference) {
        return answer(given().get("/orders/{reference}", reference), 200);
    }

    static Response pay(String reference) {
        return given().post("/orders/{reference}/payment", reference);
    }

    /** Pays, and writes down the complaint in a transaction of its own meanwhile. */
    static Response complain(String reference, String complaint) {
        return given().body(complaint).post("/orders/{reference}/complaint", reference);
    }

    static void cancel(String reference) {
        given().delete("/orders/{reference}", reference).then().statusCode(204);
    }

    static String priceOf(String sku) {
        return answer(given().get("/products"), 200).getString("find { it.sku == '" + sku + "' }.price");
    }

    static void changePrice(String sku, String price) {
        given().body(price).put("/products/{sku}/price", sku).then().statusCode(204);
    }

    static void add(String sku, String price) {
        given().contentType(JSON).body("{\"sku\": \"%s\", \"name\": \"%1$s\", \"price\": %s}".formatted(sku, price))
                .post("/products").then().statusCode(204);
    }

    /** Runs a statement of its operators, outside of transactions. */
    static Response maintain(String sql) {
        return given().body(sql).post("/maintenance");
    }

    private static JsonPath answer(Response response, int status) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        return response.jsonPath();
    }
}
