package io.quarkiverse.isolatedschema.deployment.continuous;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class SecondIsolatedET extends AddsCustomers {
}
