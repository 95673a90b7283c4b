package org.acme.customers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class SecondCustomerTest {

    @Inject
    Customers customers;

    @Test
    void annIsTheOnlyCustomer() throws SQLException {
        customers.add("ann@example.org");
        assertEquals(1, customers.count());
    }
}
