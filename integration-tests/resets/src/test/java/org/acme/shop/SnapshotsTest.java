package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** A test brings the schema back to where it, or the class, has been before. */
@QuarkusTest
@IsolatedSchema
@TestMethodOrder(MethodOrderer.Random.class)
class SnapshotsTest {

    @BeforeAll
    static void remember(SchemaLease lease) {
        QuarkusTransaction.requiringNew().run(() -> Customer.of("all").persist());
        lease.snapshot("all");
        QuarkusTransaction.requiringNew().run(() -> Customer.of("after").persist());
    }

    @RepeatedTest(3)
    void whatWasBeforeAllMethods(SchemaLease lease) {
        String before = lease.schema();
        lease.restore("all");

        assertThat(lease.schema()).isNotEqualTo(before);
        assertThat(Shop.emails()).containsExactly("all");
        assertThat(Shop.register("next")).isEqualTo(2);
        assertThat(Shop.order(new NewOrder("A-1", "next", "TEA", 1)).getLong("id")).isEqualTo(1);
    }

    @Test
    void severalTimesInOneMethod(SchemaLease lease) throws SQLException {
        lease.restore("all");
        Shop.order(new NewOrder("A-1", "all", "TEA", 1));
        Shop.changePrice("TEA", "5.00");
        lease.snapshot("imported");
        for (int i = 0; i < 3; i++) {
            assertThat(Shop.order(new NewOrder("A-2", "all", "TEA", 1)).getLong("id"))
                    .as("restored %d times", i).isEqualTo(i == 0 ? 2 : 51);
            Sql.execute("truncate product cascade; drop table category; create table shelf ()");
            assertThat(Shop.priceOf("TEA")).isNull();

            lease.restore("imported");

            assertThat(Shop.priceOf("TEA")).isEqualTo("5.0");
            assertThat(Shop.order("A-1").getString("total")).isEqualTo("4.2");
            assertThat(Sql.query("select count(*) from category")).containsExactly("3");
            assertThat(Sql.query("select to_regclass('shelf')")).containsExactly((String) null);
        }
        lease.restore("all");
        assertThat(Shop.emails()).containsExactly("all");
        assertThat(Sql.query("select count(*) from orders")).containsExactly("0");
    }

    @Test
    void theSameNameAgainIsAnotherSnapshot(SchemaLease lease) {
        lease.restore("all");
        lease.snapshot("again");
        Shop.register("second");
        lease.snapshot("again");
        Shop.register("third");

        lease.restore("again");

        assertThat(Shop.emails()).containsExactly("all", "second");
    }

    @Test
    @IsolatedSchema(reset = Reset.FRESH)
    void inASchemaOfTheMethodsOwn(SchemaLease lease) {
        assertThat(Shop.emails()).containsExactly("all", "after");
        lease.snapshot("own");
        Shop.register("x");
        lease.restore("own");
        assertThat(Shop.emails()).containsExactly("all", "after");
        lease.restore("all");
        assertThat(Shop.emails()).containsExactly("all");
    }

    @RepeatedTest(2)
    @IsolatedSchema(reset = Reset.WIPE)
    void inAMethodThatIsWiped(SchemaLease lease) {
        assertThat(Shop.emails()).containsExactly("all", "after");
        lease.snapshot("wiped");
        Shop.register("x");
        lease.restore("wiped");
        assertThat(Shop.emails()).containsExactly("all", "after");
        Shop.register("y");
    }

    @Test
    void aNameThatNobodyTook(SchemaLease lease) {
        assertThatThrownBy(() -> lease.restore("never")).isInstanceOf(IsolationException.class)
                .hasMessageStartingWith("There is no snapshot 'never' in this test class: there are 'all'")
                .hasMessageEndingWith(". Take it by SchemaLease.snapshot(\"never\") before; snapshots end with their class.");
    }

    @Test
    @TestTransaction
    void inATransaction(SchemaLease lease) {
        Customer.of("open").persistAndFlush();

        assertThatThrownBy(() -> lease.snapshot("open")).isInstanceOf(IsolationException.class)
                .hasMessageStartingWith(
                        "SchemaLease.snapshot(\"open\") while somebody works in schema '" + lease.schema() + "'")
                .hasMessageEndingWith(". End transactions before, such as that of a @Transactional or @TestTransaction test"
                        + " method.");
        assertThatThrownBy(() -> lease.restore("all")).isInstanceOf(IsolationException.class)
                .hasMessageStartingWith("SchemaLease.restore(\"all\") while somebody works in schema");
        assertThat(Customer.count("email", "open")).as("the transaction goes on").isEqualTo(1);
    }

    @Test
    void withAConnectionOfTheTestsOwn(SchemaLease lease) throws SQLException {
        lease.restore("all");
        try (Connection connection = lease.connect()) {
            assertThatThrownBy(() -> lease.snapshot("open")).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("could not be copied: ")
                    .hasMessageContaining("close connections of SchemaLease.connect()");
            assertThat(Sql.query(connection, "select email from customer")).containsExactly("all");
        }
        assertThat(Shop.emails()).as("the application goes on").containsExactly("all");
        lease.snapshot("closed");
        lease.restore("closed");
        assertThat(Shop.emails()).containsExactly("all");
    }

    /** The schema that is left is dropped in the end, with whoever is connected to it. */
    @Test
    void restoredWithAConnectionOfTheTestsOwn(SchemaLease lease) throws SQLException {
        try (Connection connection = lease.connect()) {
            lease.restore("all");
            assertThat(Shop.emails()).containsExactly("all");
        }
    }
}
