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
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Where databases are not cloned, rows are brought back in the same schema. */
@QuarkusTest
@TestProfile(WithinDatabase.class)
@IsolatedSchema
@TestMethodOrder(MethodOrderer.Random.class)
class SnapshotsWithinDatabaseTest {

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

        assertThat(lease.schema()).isEqualTo(before);
        assertThat(Shop.emails()).containsExactly("all");
        assertThat(Shop.register("next")).isEqualTo(2);
        assertThat(Shop.order(new NewOrder("A-1", "next", "TEA", 1)).getLong("id")).isEqualTo(1);
    }

    @Test
    void severalTimesInOneMethod(SchemaLease lease) throws SQLException {
        lease.restore("all");
        Shop.order(new NewOrder("A-1", "all", "TEA", 1));
        lease.snapshot("imported");
        for (int i = 0; i < 3; i++) {
            assertThat(Shop.order(new NewOrder("A-2", "all", "TEA", 1)).getLong("id"))
                    .as("restored %d times", i).isEqualTo(i == 0 ? 2 : 51);
            Sql.execute("truncate product, category cascade");

            lease.restore("imported");

            assertThat(Shop.order("A-1").getString("total")).isEqualTo("4.2");
            assertThat(Sql.query("select count(*) from category")).containsExactly("3");
        }
    }

    @Test
    void withAConnectionOfTheTestsOwn(SchemaLease lease) throws SQLException {
        lease.restore("all");
        try (Connection connection = lease.connect()) {
            lease.snapshot("open");
            Sql.execute(connection, "delete from customer");
            lease.restore("open");
            assertThat(Sql.query(connection, "select email from customer")).containsExactly("all");
        }
    }

    @Test
    @TestTransaction
    void inATransaction(SchemaLease lease) {
        Customer.of("open").persistAndFlush();

        assertThatThrownBy(() -> lease.restore("all")).isInstanceOf(IsolationException.class)
                .hasMessageStartingWith("SchemaLease.restore(\"all\") while somebody works in schema");
    }
}
