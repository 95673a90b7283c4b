package org.acme.market;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(TenantSchemaTests.Tenants.class)
class SecondTenantSchemaTest extends TenantSchemaTests {
}
