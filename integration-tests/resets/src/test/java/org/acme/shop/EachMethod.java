package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** What {@code @BeforeEach} methods write is there for one method, however often that is run, and gone before the next. */
abstract class EachMethod {

    @Inject
    SchemaLease lease;

    private String schema;

    @BeforeEach
    void register() {
        schema = lease.schema();
        assertThat(Shop.emails()).isEmpty();
        Shop.register("each");
    }

    @AfterEach
    void theMethodHadOneSchema() {
        assertThat(lease.schema()).isEqualTo(schema);
        Shop.register("after each");
    }

    @RepeatedTest(3)
    void repeated() {
        assertThat(Shop.register("one")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "a", "b", "c" })
    void withParameters(String email) {
        QuarkusTransaction.requiringNew().run(() -> Customer.of(email).persist());

        assertThat(Shop.emails()).containsExactly("each", email);
    }

    @Test
    void once(SchemaLease now) {
        assertThat(now.schema()).isEqualTo(schema);
        assertThat(Shop.emails()).containsExactly("each");
    }
}
