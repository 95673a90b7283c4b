package org.acme.orders;

import static io.restassured.RestAssured.when;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class OrderResourceTest {

    @Test
    void anUnknownOrderIsNotFound() {
        when().get("/orders/{reference}", "Z-1").then().statusCode(404);
    }
}
