package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import jakarta.annotation.PostConstruct;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.quarkus.narayana.jta.QuarkusTransaction;

/** What the instance of a class writes when it is made belongs to what every method finds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OneInstanceForAllTests {

    private int methods;

    @PostConstruct
    void make() {
        QuarkusTransaction.requiringNew().run(() -> Customer.of("instance").persist());
    }

    @BeforeAll
    void register() {
        QuarkusTransaction.requiringNew().run(() -> Customer.of("all").persist());
    }

    @RepeatedTest(3)
    void finds() throws SQLException {
        methods++;
        assertThat(Shop.emails()).containsExactly("instance", "all");
        assertThat(Shop.register("method " + methods)).isEqualTo(3);
    }

    @Test
    void findsTheSame() {
        assertThat(Shop.emails()).containsExactly("instance", "all");
        Shop.changePrice("TEA", "5.00");
    }
}
