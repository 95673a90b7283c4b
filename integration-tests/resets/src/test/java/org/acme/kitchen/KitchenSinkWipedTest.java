package org.acme.kitchen;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(KitchenSinkApplication.class)
@IsolatedSchema(reset = Reset.WIPE)
class KitchenSinkWipedTest extends KitchenSinkTests {
}
