package org.acme.shop;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Order(1)
@IsolatedSchema(scripts = { ShopTests.FIXTURE, "fixtures/broken.sql" })
public class BrokenScriptFixture {

    @Test
    void neverRuns() {
    }
}
