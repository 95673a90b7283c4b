package org.acme.shop;

import java.sql.SQLException;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same tests in several orders, where databases are not cloned. */
class ShopWithinDatabaseFreshTest {

    @IsolatedSchema(reset = Reset.FRESH, scripts = ShopTests.FIXTURE)
    abstract static class Fresh extends ShopTestsBySql {

        /** Each schema is made anew, with rows that tell when. */
        @Override
        Contents find() throws SQLException {
            return super.find().withoutTimes();
        }
    }

    @QuarkusTest
    @TestProfile(WithinDatabase.class)
    static class Seed1 extends Fresh {
    }

    @QuarkusTest
    @TestProfile(WithinDatabase.class)
    static class Seed2 extends Fresh {
    }
}
