package org.acme.orders;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

/** Expects the reference data as the migrations left it. */
@QuarkusTest
@IsolatedSchema
class ProductResourceTest {

    @Inject
    AgroalDataSource dataSource;

    @Test
    void theProductsOfTheMigrationAreForSale() {
        assertThat(given().get("/products").jsonPath().getList("sku"))
                .containsExactlyInAnyOrder("COFFEE", "TEA", "MUG");
    }

    @Test
    void theShopDeliversToTheCountriesOfTheMigration() throws Exception {
        assertThat(Sql.query(dataSource, "select name from country order by code"))
                .containsExactly("Switzerland", "Germany", "Sweden");
    }

    @Test
    void theMugHasThePriceOfTheMigration() {
        assertThat(ShopApi.priceOf("MUG")).isEqualTo("12.00");
    }
}
