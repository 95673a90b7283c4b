package org.acme.shop;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Order(3)
@IsolatedSchema(reset = Reset.FRESH, scripts = ShopTests.FIXTURE, generators = People.class)
public class FreshPeopleFixture extends PeopleFixture {

    @RepeatedTest(3)
    @Override
    void finds() throws java.sql.SQLException {
        super.finds();
    }
}
