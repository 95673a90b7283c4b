package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.transaction.Transactional;

import org.junit.jupiter.api.Test;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.TestTransaction;

/** Tests whose work is done by the test itself, in transactions of many kinds. */
abstract class ShopTestsByTransactions extends ShopTestsByRequests {

    @Test
    void aCommittedTransactionIsSeenByRequests() {
        Customer customer = Customer.of("barbara@example.org");
        QuarkusTransaction.requiringNew().run(() -> customer.persist());

        assertThat(customer.id).isEqualTo(baseline.next("customer_id_seq"));
        assertThat(Shop.emails()).contains("barbara@example.org");
    }

    @Test
    void aTransactionThatIsRolledBackByHand() {
        QuarkusTransaction.begin();
        Customer.of("barbara@example.org").persistAndFlush();
        QuarkusTransaction.rollback();

        assertThat(Shop.emails()).doesNotContain("barbara@example.org");
    }

    @Test
    void aTransactionThatFails() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
            Customer.of("barbara@example.org").persistAndFlush();
            throw new IllegalStateException("no more");
        })).hasMessageContaining("no more");

        assertThat(Shop.emails()).doesNotContain("barbara@example.org");
    }

    @Test
    void aTransactionAfterOneThatFailedInTheDatabase() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> Customer.of("ADA@example.org").persistAndFlush()))
                .hasMessageContaining("customer_email_key");
        QuarkusTransaction.requiringNew().run(() -> Customer.of("barbara@example.org").persistAndFlush());

        assertThat(Shop.emails()).contains("ada@example.org", "barbara@example.org");
    }

    @Test
    void aTransactionThatMayOnlyBeRolledBack() {
        QuarkusTransaction.begin();
        Customer.of("barbara@example.org").persistAndFlush();
        QuarkusTransaction.setRollbackOnly();
        assertThatThrownBy(QuarkusTransaction::commit).isInstanceOf(RuntimeException.class);

        assertThat(Shop.emails()).doesNotContain("barbara@example.org");
    }

    @Test
    @TestTransaction
    void aTestTransaction() throws SQLException {
        Customer.of("barbara@example.org").persistAndFlush();
        execute("delete from order_line");

        assertThat(query("select count(*) from order_line")).isEqualTo("0");
        assertThat(Customer.count("email", "barbara@example.org")).isEqualTo(1);
    }

    @Test
    @Transactional
    void aTestMethodThatCommits() {
        Customer.<Customer> find("email", "ada@example.org").singleResult().country = "DE";
        Product.deleteById("JAM");
        entityManager.flush();

        assertThat(Product.findByIdOptional("JAM")).isEmpty();
    }

    @Test
    void aTransactionWithinOneThatHasOnlyRead() {
        QuarkusTransaction.requiringNew().run(() -> {
            long before = Customer.count();
            QuarkusTransaction.requiringNew().run(() -> Customer.of("barbara@example.org").persist());
            assertThat(Customer.count()).isEqualTo(before + 1);
        });
    }

    @Test
    void savepointsOfATransaction() throws SQLException {
        inTransaction(connection -> {
            Sql.execute(connection, "update product set price = 1");
            Savepoint prices = connection.setSavepoint();
            Sql.execute(connection, "delete from order_line");
            connection.rollback(prices);
            Savepoint named = connection.setSavepoint("named");
            Sql.execute(connection, "update product set price = 2 where sku = 'TEA'");
            connection.releaseSavepoint(named);
        });

        assertThat(query("select price from product where sku in ('TEA', 'JAM') order by sku")).isEqualTo("1.00 2.00");
        assertThat(query("select count(*) > 0 from order_line")).isEqualTo("t");
    }

    @Test
    void updatesAndDeletionsOfManyAtOnce() {
        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(Product.update("price = price * 2")).isGreaterThan(3);
            assertThat(OrderLine.deleteAll()).isPositive();
            assertThat(Order.deleteAll()).isPositive();
        });

        assertThat(Shop.priceOf("TEA")).isEqualTo("8.4");
    }

    @Test
    void manyAtOnceByHibernate() throws SQLException {
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < 100; i++) {
                Product product = new Product();
                product.sku = "P" + i;
                product.name = "Product " + i;
                product.price = new java.math.BigDecimal(i);
                product.persist();
            }
        });

        assertThat(query("select count(*) from product where sku like 'P%'")).isEqualTo("100");
    }

    @Test
    void aCycleThatIsCheckedAtTheCommit() throws SQLException {
        inTransaction(connection -> {
            Sql.execute(connection, "insert into team values (1, 11)");
            Sql.execute(connection, "insert into member values (11, 1), (12, 1)");
        });

        assertThat(query("select lead from team")).isEqualTo("11");
    }

    @Test
    void aViolationThatShowsAtTheCommit() throws SQLException {
        assertThatThrownBy(() -> inTransaction(connection -> Sql.execute(connection, "insert into team values (1, 99)")))
                .hasMessageContaining("team_lead_fkey");

        assertThat(query("select count(*) from team")).isEqualTo("0");
    }

    @Test
    void anotherThreadsTransactionBetweenOnesOfThisThread() throws Exception {
        Shop.register("before@example.org");
        CompletableFuture.runAsync(
                () -> QuarkusTransaction.requiringNew().run(() -> Customer.of("between@example.org").persist()))
                .get(10, TimeUnit.SECONDS);
        Shop.register("after@example.org");

        assertThat(Shop.emails()).contains("before@example.org", "between@example.org", "after@example.org");
    }
}
