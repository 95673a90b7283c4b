package io.quarkiverse.isolatedschema.deployment.continuous;

import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.AfterEach;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class FailingIsolatedET extends AddsCustomers {

    @AfterEach
    void fails() {
        fail("on purpose");
    }
}
