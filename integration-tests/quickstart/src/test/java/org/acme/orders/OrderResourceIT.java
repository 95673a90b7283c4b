package org.acme.orders;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged application. */
@QuarkusIntegrationTest
class OrderResourceIT extends OrderResourceTest {
}
