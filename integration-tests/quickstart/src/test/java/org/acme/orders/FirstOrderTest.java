package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class FirstOrderTest {

    @Inject
    AgroalDataSource dataSource;

    @Test
    void customerOrderAndOrderLineAreAllNumberOne() throws Exception {
        assertThat(ShopApi.register("ada@example.org").getLong("id")).isEqualTo(1);
        assertThat(ShopApi.takeOrder("A-1", "ada@example.org").getLong("id")).isEqualTo(1);
        assertThat(Sql.query(dataSource, "select id from order_line")).containsExactly("1");
    }
}
