package io.quarkiverse.isolatedschema.deployment.continuous;

import io.quarkus.test.junit.QuarkusTest;

/** Has no schema of its own. */
@QuarkusTest
class SharingET extends AddsCustomers {
}
