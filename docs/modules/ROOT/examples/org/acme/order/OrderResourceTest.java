package org.acme.order;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

// tag::first-test[]
@QuarkusTest
@IsolatedSchema
class OrderResourceTest {

    @Test
    void theFirstOrderOfTheSchemaGetsNumberOne() {
        given().contentType(ContentType.JSON).body("{\"item\": \"book\"}")
                .when().post("/orders")
                .then().statusCode(201).body("id", is(1));

        when().get("/orders").then().body("size()", is(1));
    }
}
// end::first-test[]
