package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** Writes before the first test: in the constructor, which runs before everything else, and in {@code @BeforeAll}. */
@QuarkusTest
@IsolatedSchema
@TestInstance(Lifecycle.PER_CLASS)
class CustomersOfAllTestsTest {

    /** Quarkus constructs a test class twice, once as JUnit does it and once as a bean. */
    CustomersOfAllTestsTest() {
        if (emails().isEmpty()) {
            register("ada@example.org");
        }
    }

    @BeforeAll
    void registerAnother() {
        register("grace@example.org");
    }

    @Test
    void bothAreThere() {
        assertThat(emails()).containsExactly("ada@example.org", "grace@example.org");
    }

    @Test
    void neitherCanRegisterAgain() {
        assertThat(ShopApi.tryToRegister("ada@example.org").statusCode()).isEqualTo(409);
        assertThat(ShopApi.tryToRegister("grace@example.org").statusCode()).isEqualTo(409);
    }

    private static void register(String email) {
        QuarkusTransaction.requiringNew().run(() -> Customer.of(email, "DE").persistAndFlush());
    }

    private static List<String> emails() {
        return QuarkusTransaction.requiringNew()
                .call(() -> Customer.<Customer> list("order by id").stream().map(customer -> customer.email).toList());
    }
}
