package org.acme.market;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(DefaultSchemaTests.Shop.class)
class SecondDefaultSchemaTest extends DefaultSchemaTests {
}
