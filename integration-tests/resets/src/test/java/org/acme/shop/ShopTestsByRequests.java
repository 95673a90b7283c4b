package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

/** Tests whose work is done by requests. */
abstract class ShopTestsByRequests extends ShopTests {

    @Test
    void aCustomerHasTheNextNumber() {
        assertThat(Shop.register("barbara@example.org")).isEqualTo(baseline.next("customer_id_seq"));
    }

    @Test
    void customersAreNumberedOneAfterTheOther() {
        long first = baseline.next("customer_id_seq");

        assertThat(IntStream.range(0, 4).mapToLong(i -> Shop.register("c" + i + "@example.org")))
                .containsExactly(first, first + 1, first + 2, first + 3);
    }

    /** Hibernate ORM takes 50 numbers at a time, and forgets those of the method before. */
    @Test
    void ordersAreNumberedFromTheNextFiftyOn() {
        long first = baseline.next("orders_seq");

        assertThat(Shop.order(NewOrder.tea("A-1")).getLong("id")).isEqualTo(first);
        assertThat(Shop.order(NewOrder.tea("A-2")).getLong("id")).isEqualTo(first + 1);
    }

    @Test
    void moreOrdersThanHibernateTakesNumbersFor() throws SQLException {
        long first = baseline.next("orders_seq");

        Shop.orderAll(IntStream.range(0, 60).mapToObj(i -> NewOrder.tea("A-" + i)).toList()).then().statusCode(204);

        assertThat(Sql.query("select id from orders where reference like 'A-%' order by id"))
                .containsExactlyElementsOf(LongStream.range(first, first + 60).mapToObj(String::valueOf).toList());
    }

    @Test
    void linesOfOrdersAreNumberedOneByOne() throws SQLException {
        Shop.order(NewOrder.tea("A-1"));

        assertThat(query("select max(id) from order_line")).isEqualTo(String.valueOf(baseline.next("order_line_seq")));
    }

    @Test
    void anOrderIsAuditedAndSoIsItsPayment() throws SQLException {
        Shop.order(NewOrder.tea("A-1"));
        Shop.pay("A-1").then().statusCode(204);

        assertThat(Sql.query("select status from " + auditLog() + " where reference = 'A-1' order by id"))
                .containsExactly("OPEN", "PAID");
    }

    @Test
    void theOrderOfTheFixtureCanBePaid() {
        Shop.pay("F-1").then().statusCode(204);

        assertThat(Shop.order("F-1").getString("status")).isEqualTo("PAID");
    }

    @Test
    void theOrderOfTheFixtureCanBeCancelled() throws SQLException {
        Shop.cancel("F-1");

        assertThat(query("select count(*) from order_line where order_id = 1")).isEqualTo("0");
    }

    @Test
    void aReferenceIsTakenOnce() {
        assertThat(Shop.tryToOrder(NewOrder.tea("F-1")).statusCode()).isEqualTo(409);
        Shop.order(NewOrder.tea("F-2"));
        assertThat(Shop.tryToOrder(NewOrder.tea("F-2")).asString()).contains("orders_reference_key");
    }

    @Test
    void aCustomerInCapitalLettersIsTheSame() {
        Shop.register("barbara@example.org");

        assertThat(Shop.tryToRegister("BARBARA@example.org").asString()).contains("customer_email_key");
        assertThat(Shop.tryToRegister("ADA@example.org").statusCode()).isEqualTo(409);
    }

    @Test
    void aProductThatIsNotSold() {
        assertThat(Shop.tryToOrder(new NewOrder("A-1", "ada@example.org", "YACHT", 1)).asString())
                .contains("order_line_sku_fkey");
    }

    @Test
    void aChangedPrice() {
        Shop.changePrice("TEA", "99.00");

        assertThat(Shop.priceOf("TEA")).isEqualTo("99.0");
        assertThat(Shop.order(NewOrder.tea("A-1")).getString("total")).isEqualTo("99.0");
    }

    @Test
    void aNewProductIsSold() {
        Shop.add("BISCUIT", "1.50");

        assertThat(Shop.order(new NewOrder("A-1", "linus@example.org", "BISCUIT", 2)).getString("total")).isEqualTo("3.0");
    }

    @Test
    void ofSeveralOrdersThoseAreTakenThatCanBe() throws SQLException {
        int taken = Shop.orderWhatCanBeHad(List.of(NewOrder.tea("A-1"), new NewOrder("A-2", "nobody", "TEA", 1),
                NewOrder.tea("F-1"), NewOrder.tea("A-3")));

        assertThat(taken).isEqualTo(2);
        assertThat(query("select reference from orders where reference like 'A-%' order by 1")).isEqualTo("A-1 A-3");
    }

    @Test
    void allOrdersOrNone() throws SQLException {
        List<NewOrder> impossible = List.of(NewOrder.tea("A-1"), NewOrder.tea("A-2"), NewOrder.tea("F-1"));

        assertThat(Shop.orderAll(impossible).statusCode()).isEqualTo(409);
        assertThat(query("select count(*) from orders where reference like 'A-%'")).isEqualTo("0");
    }

    /** Where the audit log is depends on what the application may do. */
    static String auditLog() throws SQLException {
        return Sql.query("select coalesce(to_regclass('public.audit_log'), to_regclass('audit_log'))").get(0);
    }
}
