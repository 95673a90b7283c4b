package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Tests whose work is done in SQL. */
abstract class ShopTestsBySql extends ShopTestsByTransactions {

    @Test
    void referenceRowsThatAreChanged() throws SQLException {
        execute("update country set name = 'Sverige' where code = 'SE'; update category set name = upper(name)");

        assertThat(query("select name from country where code = 'SE'")).isEqualTo("Sverige");
    }

    @Test
    void referenceRowsThatAreDeletedAndOthersThatTakeTheirPlace() throws SQLException {
        execute("delete from country where code = 'DE'");
        execute("insert into country values ('DE', 'Deutschland'), ('DK', 'Denmark')");

        assertThat(query("select name from country where code in ('DE', 'DK') order by code")).isEqualTo("Deutschland Denmark");
    }

    @Test
    void everythingThatIsTruncated() throws SQLException {
        execute("truncate customer, product, visit restart identity cascade");

        assertThat(query("select count(*) from orders")).isEqualTo("0");
        assertThat(Shop.register("ada@example.org")).isEqualTo(1);
    }

    @Test
    void sequencesThatAreSet() throws SQLException {
        execute("select setval('order_line_seq', 900), setval('customer_id_seq', 70, false), nextval('orders_seq')");

        assertThat(query("select nextval('order_line_seq')")).isEqualTo("901");
        assertThat(Shop.register("barbara@example.org")).isEqualTo(70);
    }

    @Test
    void aTreeThatIsCutDownAndGrownAnew() throws SQLException {
        execute("delete from category where parent is not null; delete from category");
        execute("insert into category (name) values ('Food')");

        assertThat(query("select id from category")).isEqualTo(String.valueOf(baseline.next("category_id_seq")));
    }

    @Test
    void aBatch() throws SQLException {
        inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("insert into visit values (?::date, ?)")) {
                for (int i = 0; i < 300; i++) {
                    insert.setString(1, i % 2 == 0 ? "2025-06-01" : "2030-06-01");
                    insert.setString(2, "/" + i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(300);
            }
        });

        assertThat(query("select count(*) from visit_rest where page <> '/'")).isEqualTo("150");
    }

    @Test
    void aCopyFromTheClient() throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection()) {
            long copied = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy product from stdin (format csv)",
                    new StringReader("BUN,Bun,1.10\nBAP,Bap,1.20\n"));
            assertThat(copied).isEqualTo(2);
        }

        assertThat(Shop.priceOf("BAP")).isEqualTo("1.2");
    }

    @Test
    void rowsThatMayBeThereAlready() throws SQLException {
        execute("insert into product values ('TEA', 'Tea, 1 kg', 30), ('SALT', 'Salt', 1)"
                + " on conflict (sku) do update set name = excluded.name, price = excluded.price");

        assertThat(Shop.priceOf("TEA")).isEqualTo("30.0");
    }

    @Test
    void rowsThatMoveToAnotherPartition() throws SQLException {
        execute("update visit set day = day + interval '10 years'");

        assertThat(query("select count(*) from visit_2025")).isEqualTo("0");
    }

    @Test
    void aRefreshedMaterializedView() throws SQLException {
        Shop.order(new NewOrder("A-1", "ada@example.org", "TEA", 7));
        execute("refresh materialized view sales");

        assertThat(query("select pieces from sales where sku = 'TEA'")).isNotEmpty();
        assertChanged();
    }

    @Test
    void aStatementAfterOneThatFailed() throws SQLException {
        assertThatThrownBy(() -> execute("insert into country values ('SE', 'Again')")).hasMessageContaining("country_pkey");
        execute("insert into country values ('NO', 'Norway')");

        assertThat(query("select name from country where code = 'NO'")).isEqualTo("Norway");
    }

    /** After this, a method that is wiped gets another schema. */
    @Test
    void aTableOfTheTestsOwn() throws SQLException {
        execute("create table shelf (sku text references product, place integer)");
        execute("insert into shelf select sku, 1 from product");

        assertThat(query("select count(*) > 3 from shelf")).isEqualTo("t");
        assertChanged();
    }

    @Test
    void aTableThatIsAltered() throws SQLException {
        execute("alter table country add column capital text default 'unknown'");

        assertThat(query("select distinct capital from country")).isEqualTo("unknown");
    }
}
