package org.acme.market;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class FirstMappedSchemaTest extends MappedSchemaTests {
}
