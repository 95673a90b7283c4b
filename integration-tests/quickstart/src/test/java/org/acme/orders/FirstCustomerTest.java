package org.acme.orders;

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
class FirstCustomerTest {

    @Test
    void theFirstCustomerIsNumberOneAndTheOnlyOne() {
        given().contentType(ContentType.JSON).body("{\"email\": \"ada@example.org\", \"country\": \"SE\"}")
                .when().post("/customers")
                .then().statusCode(201).body("id", is(1));

        when().get("/customers").then().body("size()", is(1));
    }
}
// end::first-test[]
