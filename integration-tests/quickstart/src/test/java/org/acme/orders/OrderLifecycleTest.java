package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

/** One order on its way through nested classes, all of which work in the schema of this class. */
@QuarkusTest
@IsolatedSchema
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class OrderLifecycleTest {

    static String schema;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void itIsTaken() throws Exception {
        schema = Sql.query(dataSource, "select current_schema()").get(0);
        ShopApi.register("ada@example.org");

        assertThat(ShopApi.takeOrder("A-1", "ada@example.org").getString("status")).isEqualTo("OPEN");
    }

    @Nested
    @Order(1)
    class ThenPaid {

        @Test
        void itIsStillThereAndCanBePaid() {
            assertThat(ShopApi.pay("A-1").statusCode()).isEqualTo(204);
        }
    }

    @Nested
    @Order(2)
    class ThenKept {

        @Test
        void itIsStillPaid() throws Exception {
            assertThat(ShopApi.statusOf("A-1")).isEqualTo("PAID");
            assertThat(Sql.query(dataSource, "select current_schema()")).containsExactly(schema);
        }
    }
}
