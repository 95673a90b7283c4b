package org.acme.market;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SecondMappedSchemaTest extends MappedSchemaTests {
}
