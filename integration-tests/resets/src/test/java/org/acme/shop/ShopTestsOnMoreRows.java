package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** The same tests, on what is written before the first method, too: by the application, and by a connection of the test's. */
abstract class ShopTestsOnMoreRows extends ShopTestsBySql {

    @Inject
    SchemaLease lease;

    @BeforeAll
    static void grow(SchemaLease lease) throws SQLException {
        QuarkusTransaction.requiringNew().run(() -> {
            Customer.of("grace@example.org").persist();
            Product.<Product> findById("MUG").price = new BigDecimal("13.00");
        });
        Arc.container().instance(OrderService.class).get()
                .take(new NewOrder("B-1", "grace@example.org", "MUG", 3));
        try (Connection connection = lease.connect()) {
            Sql.execute(connection, "update country set name = 'Suisse' where code = 'CH'; refresh materialized view sales");
        }
    }

    @Override
    @BeforeEach
    void findTheBaseline() throws SQLException {
        super.findTheBaseline();
        assertThat(baseline.rows("customer")).hasSize(3);
        assertThat(baseline.rows("country")).contains("(CH,Suisse)");
        assertThat(baseline.rows("product")).contains("(MUG,Mug,13.00)");
        assertThat(baseline.rows("sales")).contains("(MUG,3)");
        assertThat(baseline.next("orders_seq")).isEqualTo(101);
    }
}
