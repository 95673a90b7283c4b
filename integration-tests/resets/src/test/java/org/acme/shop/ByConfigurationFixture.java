package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
@Order(1)
public class ByConfigurationFixture {

    @BeforeAll
    static void register() {
        QuarkusTransaction.requiringNew().run(() -> Customer.of("all").persist());
    }

    @RepeatedTest(3)
    void asConfigured() {
        assertThat(Shop.emails()).containsExactly("all");
        Shop.register("left");
    }

    /** The annotation of a method goes before the configuration, too. */
    @RepeatedTest(2)
    @IsolatedSchema(reset = Reset.FRESH)
    void asTheMethodSays() {
        assertThat(Shop.emails()).containsExactly("all");
        Shop.register("left");
    }
}
