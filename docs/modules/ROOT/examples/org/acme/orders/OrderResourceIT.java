package org.acme.orders;

import io.quarkus.test.junit.QuarkusIntegrationTest;

// tag::packaged[]
@QuarkusIntegrationTest
class OrderResourceIT extends OrderResourceTest {
}
// end::packaged[]
