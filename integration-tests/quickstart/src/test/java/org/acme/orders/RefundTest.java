package org.acme.orders;

import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

/** A class none of whose tests runs. */
@QuarkusTest
@IsolatedSchema
class RefundTest {

    @Test
    @Disabled("the shop does not refund yet")
    void aPaidOrderCanBeRefunded() {
        fail("must not run");
    }

    @Test
    @Disabled("the shop does not refund yet")
    void anOpenOrderCanNotBeRefunded() {
        fail("must not run");
    }
}
