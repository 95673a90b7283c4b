package org.acme.shop;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema(reset = Reset.NONE, scripts = ShopTests.FIXTURE)
public class Unreset1Fixture extends ShopTestsOnMoreRows {
}
