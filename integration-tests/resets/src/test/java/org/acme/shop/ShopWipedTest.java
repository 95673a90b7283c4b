package org.acme.shop;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.test.junit.QuarkusTest;

/** The same tests in twenty orders. */
class ShopWipedTest {

    @IsolatedSchema(reset = Reset.WIPE, scripts = ShopTests.FIXTURE)
    abstract static class Wiped extends ShopTestsOnMoreRows {
    }

    @QuarkusTest
    static class Seed1 extends Wiped {
    }

    @QuarkusTest
    static class Seed2 extends Wiped {
    }

    @QuarkusTest
    static class Seed3 extends Wiped {
    }

    @QuarkusTest
    static class Seed4 extends Wiped {
    }

    @QuarkusTest
    static class Seed5 extends Wiped {
    }

    @QuarkusTest
    static class Seed6 extends Wiped {
    }

    @QuarkusTest
    static class Seed7 extends Wiped {
    }

    @QuarkusTest
    static class Seed8 extends Wiped {
    }

    @QuarkusTest
    static class Seed9 extends Wiped {
    }

    @QuarkusTest
    static class Seed10 extends Wiped {
    }

    @QuarkusTest
    static class Seed11 extends Wiped {
    }

    @QuarkusTest
    static class Seed12 extends Wiped {
    }

    @QuarkusTest
    static class Seed13 extends Wiped {
    }

    @QuarkusTest
    static class Seed14 extends Wiped {
    }

    @QuarkusTest
    static class Seed15 extends Wiped {
    }

    @QuarkusTest
    static class Seed16 extends Wiped {
    }

    @QuarkusTest
    static class Seed17 extends Wiped {
    }

    @QuarkusTest
    static class Seed18 extends Wiped {
    }

    @QuarkusTest
    static class Seed19 extends Wiped {
    }

    @QuarkusTest
    static class Seed20 extends Wiped {
    }
}
