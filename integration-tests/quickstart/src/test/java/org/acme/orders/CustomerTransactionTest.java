package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class CustomerTransactionTest {

    /** Rolled back after each invocation: none meets the customer of another. */
    @TestTransaction
    @ParameterizedTest
    @ValueSource(strings = { "CH", "DE", "SE" })
    void theOnlyCustomerIsTheOneOfThisTransaction(String country) {
        Customer.of("ada@example.org", country).persistAndFlush();

        assertThat(Customer.<Customer> listAll()).extracting(customer -> customer.country).containsExactly(country);
    }
}
