package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;

/** What every class finds that asks for the same test data. */
abstract class PeopleFixture {

    @Test
    void finds() throws SQLException {
        assertThat(Shop.emails()).hasSize(2 + People.COUNT);
        assertThat(Shop.register("next")).isEqualTo(3 + People.COUNT);
        assertThat(Shop.order(new NewOrder("A-1", "next", "JAM", 1)).getLong("id")).isEqualTo(51);
        Sql.execute("delete from product where sku = 'CAKE' and not exists (select from order_line where sku = 'CAKE')");
    }
}
