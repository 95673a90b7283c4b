package org.acme.orders;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged application. */
// tag::packaged[]
@QuarkusIntegrationTest
class OrderResourceIT extends OrderResourceTest {
}
// end::packaged[]
