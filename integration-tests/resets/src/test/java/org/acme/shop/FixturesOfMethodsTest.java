package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** The test data of a method comes after that of its class, and goes with what the method does. */
@QuarkusTest
@IsolatedSchema(reset = Reset.WIPE, scripts = ShopTests.FIXTURE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FixturesOfMethodsTest {

    private static final String MORE = "fixtures/more.sql";

    private static final List<String> OF_THE_CLASS = List.of("ada@example.org", "linus@example.org", "all");

    @BeforeAll
    static void register() {
        QuarkusTransaction.requiringNew().run(() -> Customer.of("all").persist());
    }

    private static void findsMore() {
        assertThat(Shop.emails()).containsExactly("ada@example.org", "linus@example.org", "all", "more");
        assertThat(Shop.register("left")).isEqualTo(5);
    }

    @RepeatedTest(2)
    @IsolatedSchema(scripts = MORE)
    void wiped() {
        findsMore();
    }

    @RepeatedTest(2)
    @IsolatedSchema(reset = Reset.ROLLBACK, scripts = MORE)
    void rolledBack() {
        findsMore();
    }

    @RepeatedTest(2)
    @IsolatedSchema(reset = Reset.FRESH, scripts = MORE)
    void fresh() {
        findsMore();
    }

    @RepeatedTest(2)
    @IsolatedSchema(reset = Reset.FRESH, generators = People.class)
    void generated() {
        assertThat(Shop.emails()).hasSize(3 + People.COUNT).containsAll(OF_THE_CLASS);
    }

    @RepeatedTest(2)
    @IsolatedSchema(reset = Reset.ROLLBACK, generators = People.class, scripts = MORE)
    void generatedAndRolledBack() {
        assertThat(Shop.emails()).hasSize(4 + People.COUNT).contains("more");
    }

    @RepeatedTest(2)
    void withoutMore() {
        assertThat(Shop.emails()).containsExactlyElementsOf(OF_THE_CLASS);
    }

    /** Once, and at the end: it leaves what it does to whoever follows. */
    @Test
    @Order(Integer.MAX_VALUE)
    @IsolatedSchema(reset = Reset.NONE, scripts = MORE)
    void asTheMethodBeforeLeftIt() {
        assertThat(Shop.emails()).contains("more");
        QuarkusTransaction.requiringNew().run(() -> Customer.delete("email", "more"));
    }
}
