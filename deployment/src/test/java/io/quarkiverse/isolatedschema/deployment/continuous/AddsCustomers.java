package io.quarkiverse.isolatedschema.deployment.continuous;

import java.sql.SQLException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

/** A test that can't run twice in one schema: the addresses are unique. */
abstract class AddsCustomers {

    @Inject
    Customers customers;

    @Test
    void addsTheSameCustomersAsTheOthers() throws SQLException {
        Sighting.report(getClass(), customers.describe());
        customers.add("ann@example.org");
        customers.add("bob@example.org");
    }
}
