package org.acme.shop;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same tests in several orders, where databases are not cloned. */
class ShopWithinDatabaseRolledBackTest {

    @IsolatedSchema(reset = Reset.ROLLBACK, scripts = ShopTests.FIXTURE)
    abstract static class RolledBack extends ShopTestsOnMoreRows {
    }

    @QuarkusTest
    @TestProfile(WithinDatabase.class)
    static class Seed1 extends RolledBack {
    }

    @QuarkusTest
    @TestProfile(WithinDatabase.class)
    static class Seed2 extends RolledBack {
    }
}
