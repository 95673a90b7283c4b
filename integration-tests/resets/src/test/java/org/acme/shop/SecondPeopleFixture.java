package org.acme.shop;

import org.junit.jupiter.api.Order;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Order(2)
@IsolatedSchema(scripts = ShopTests.FIXTURE, generators = People.class)
public class SecondPeopleFixture extends PeopleFixture {
}
