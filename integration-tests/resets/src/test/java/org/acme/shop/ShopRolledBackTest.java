package org.acme.shop;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;

/** The same tests in twenty orders. */
class ShopRolledBackTest {

    @IsolatedSchema(reset = Reset.ROLLBACK, scripts = ShopTests.FIXTURE)
    abstract static class RolledBack extends ShopTestsOnMoreRows {
    }

    @QuarkusTest
    static class Seed1 extends RolledBack {
    }

    @QuarkusTest
    static class Seed2 extends RolledBack {
    }

    @QuarkusTest
    static class Seed3 extends RolledBack {
    }

    @QuarkusTest
    static class Seed4 extends RolledBack {
    }

    @QuarkusTest
    static class Seed5 extends RolledBack {
    }

    @QuarkusTest
    static class Seed6 extends RolledBack {
    }

    @QuarkusTest
    static class Seed7 extends RolledBack {
    }

    @QuarkusTest
    static class Seed8 extends RolledBack {
    }

    @QuarkusTest
    static class Seed9 extends RolledBack {
    }

    @QuarkusTest
    static class Seed10 extends RolledBack {
    }

    @QuarkusTest
    static class Seed11 extends RolledBack {
    }

    @QuarkusTest
    static class Seed12 extends RolledBack {
    }

    @QuarkusTest
    static class Seed13 extends RolledBack {
    }

    @QuarkusTest
    static class Seed14 extends RolledBack {
    }

    @QuarkusTest
    static class Seed15 extends RolledBack {
    }

    @QuarkusTest
    static class Seed16 extends RolledBack {
    }

    @QuarkusTest
    static class Seed17 extends RolledBack {
    }

    @QuarkusTest
    static class Seed18 extends RolledBack {
    }

    @QuarkusTest
    static class Seed19 extends RolledBack {
    }

    @QuarkusTest
    static class Seed20 extends RolledBack {
    }
}
