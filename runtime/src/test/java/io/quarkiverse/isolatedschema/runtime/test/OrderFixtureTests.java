package io.quarkiverse.isolatedschema.runtime.test;

import io.quarkiverse.isolatedschema.IsolatedSchema;

/** Test classes as JUnit would name them, top-level as most are; nobody runs them. */
@IsolatedSchema
class OrderFixtureTests {

    class Refunds {
    }
}

@IsolatedSchema
class CustomerFixtureTests {
}

class PlainFixtureTests {

    @IsolatedSchema
    class OnlyThis {
    }

    class AndNotThis {
    }
}

class SpecialOrderFixtureTests extends OrderFixtureTests {
}
