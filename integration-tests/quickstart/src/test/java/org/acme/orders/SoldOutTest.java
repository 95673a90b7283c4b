package org.acme.orders;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

/** Truncates and alters the tables that the migrations filled. */
@QuarkusTest
@IsolatedSchema
class SoldOutTest {

    @Inject
    AgroalDataSource dataSource;

    @BeforeEach
    void thereIsNothingToSell() throws Exception {
        Sql.execute(dataSource, "truncate product cascade");
    }

    @Test
    void thePriceListIsEmpty() {
        assertThat(given().get("/products").jsonPath().getList("sku")).isEmpty();
    }

    @Test
    void nothingHasAPrice() {
        given().get("/products/{sku}/price", "COFFEE").then().statusCode(404);
    }

    @Test
    void aCountryCanBeLost() throws Exception {
        Sql.execute(dataSource, "delete from country where code <> 'SE'");
        Sql.execute(dataSource, "alter table country drop column name");

        assertThat(Sql.query(dataSource, "select country from country")).containsExactly("(SE)");
    }
}
