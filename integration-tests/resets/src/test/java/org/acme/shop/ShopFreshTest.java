package org.acme.shop;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;

/** The same tests in twenty orders. */
class ShopFreshTest {

    @IsolatedSchema(reset = Reset.FRESH, scripts = ShopTests.FIXTURE)
    abstract static class Fresh extends ShopTestsOnMoreRows {
    }

    @QuarkusTest
    static class Seed1 extends Fresh {
    }

    @QuarkusTest
    static class Seed2 extends Fresh {
    }

    @QuarkusTest
    static class Seed3 extends Fresh {
    }

    @QuarkusTest
    static class Seed4 extends Fresh {
    }

    @QuarkusTest
    static class Seed5 extends Fresh {
    }

    @QuarkusTest
    static class Seed6 extends Fresh {
    }

    @QuarkusTest
    static class Seed7 extends Fresh {
    }

    @QuarkusTest
    static class Seed8 extends Fresh {
    }

    @QuarkusTest
    static class Seed9 extends Fresh {
    }

    @QuarkusTest
    static class Seed10 extends Fresh {
    }

    @QuarkusTest
    static class Seed11 extends Fresh {
    }

    @QuarkusTest
    static class Seed12 extends Fresh {
    }

    @QuarkusTest
    static class Seed13 extends Fresh {
    }

    @QuarkusTest
    static class Seed14 extends Fresh {
    }

    @QuarkusTest
    static class Seed15 extends Fresh {
    }

    @QuarkusTest
    static class Seed16 extends Fresh {
    }

    @QuarkusTest
    static class Seed17 extends Fresh {
    }

    @QuarkusTest
    static class Seed18 extends Fresh {
    }

    @QuarkusTest
    static class Seed19 extends Fresh {
    }

    @QuarkusTest
    static class Seed20 extends Fresh {
    }
}
