package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Test data of methods where nothing can be copied: whoever wants it loads it. */
@QuarkusTest
@TestProfile(WithinDatabase.class)
@IsolatedSchema(reset = Reset.WIPE, scripts = ShopTests.FIXTURE)
class FixturesOfMethodsWithinDatabaseTest {

    private static void findsMore() {
        assertThat(Shop.emails()).containsExactly("ada@example.org", "linus@example.org", "more");
        assertThat(Shop.register("left")).isEqualTo(4);
    }

    @RepeatedTest(2)
    @IsolatedSchema(scripts = "fixtures/more.sql")
    void wiped() {
        findsMore();
    }

    @RepeatedTest(2)
    @IsolatedSchema(reset = Reset.FRESH, scripts = "fixtures/more.sql")
    void fresh() {
        findsMore();
    }

    @RepeatedTest(2)
    @IsolatedSchema(reset = Reset.FRESH, generators = People.class)
    void generated() {
        assertThat(Shop.emails()).hasSize(2 + People.COUNT);
    }

    /** A fresh schema takes the place of what cannot be wiped, with the test data of the class. */
    @RepeatedTest(2)
    void wipedAfterDdl() {
        assertThat(Shop.emails()).containsExactly("ada@example.org", "linus@example.org");
        Shop.maintain("create table shelf (); drop table order_line cascade").then().statusCode(204);
    }
}
