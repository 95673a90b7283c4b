package org.acme.shop;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(WithinDatabase.class)
@IsolatedSchema(reset = Reset.WIPE)
class EachMethodWithinDatabaseWipedTest extends EachMethod {
}
