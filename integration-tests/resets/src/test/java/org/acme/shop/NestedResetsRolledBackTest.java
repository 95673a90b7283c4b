package org.acme.shop;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema(reset = Reset.ROLLBACK, scripts = ShopTests.FIXTURE)
class NestedResetsRolledBackTest extends NestedResets {
}
