package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** Methods may want another reset than their class. What the class shares goes on where it was left. */
@QuarkusTest
@IsolatedSchema
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MixedResetsTest {

    private static String shared;

    @Inject
    SchemaLease lease;

    @BeforeAll
    static void register(SchemaLease lease) {
        shared = lease.schema();
        QuarkusTransaction.requiringNew().run(() -> Customer.of("all").persist());
    }

    private void finds(String... emails) {
        assertThat(Shop.emails()).containsExactlyInAnyOrder(emails);
    }

    private void isShared() {
        assertThat(lease.schema()).isEqualTo(shared);
    }

    @Test
    @Order(1)
    void none() {
        isShared();
        finds("all");
        assertThat(Shop.register("none")).isEqualTo(2);
    }

    @Test
    @Order(2)
    @IsolatedSchema(reset = Reset.ROLLBACK)
    void rollback() {
        isShared();
        finds("all", "none");
        assertThat(Shop.register("rollback")).isEqualTo(3);
    }

    @Test
    @Order(3)
    void noneAfterRollback() {
        isShared();
        finds("all", "none");
        assertThat(Shop.register("none too")).isEqualTo(3);
    }

    @Test
    @Order(4)
    @IsolatedSchema(reset = Reset.FRESH)
    void fresh() {
        assertThat(lease.schema()).isNotEqualTo(shared);
        finds("all");
        assertThat(Shop.register("fresh")).isEqualTo(2);
    }

    @Test
    @Order(5)
    void noneAfterFresh() {
        isShared();
        finds("all", "none", "none too");
    }

    @Test
    @Order(6)
    @IsolatedSchema(reset = Reset.WIPE)
    void wipe() {
        isShared();
        finds("all");
        assertThat(Shop.register("wipe")).isEqualTo(2);
    }

    @Test
    @Order(7)
    void noneAfterWipe() {
        isShared();
        finds("all", "wipe");
    }

    @Test
    @Order(8)
    @IsolatedSchema(reset = Reset.WIPE)
    void wipeAgain() {
        finds("all");
        Shop.maintain("create table shelf ()").then().statusCode(204);
    }

    @Test
    @Order(9)
    @IsolatedSchema(reset = Reset.WIPE)
    void wipeOfDdlTakesAFreshSchema() {
        assertThat(lease.schema()).isNotEqualTo(shared);
        finds("all");
        assertThat(Shop.maintain("table shelf").asString()).contains("relation \"shelf\" does not exist");
        shared = lease.schema();
        assertThat(Shop.register("wipe")).isEqualTo(2);
    }

    /** What a method leaves that is wiped is nobody's but its own. */
    @Test
    @Order(10)
    @IsolatedSchema(reset = Reset.ROLLBACK)
    void rollbackAfterWipe() {
        isShared();
        finds("all");
        Shop.maintain("create table shelf (); drop table order_line cascade").then().statusCode(204);
    }

    @Test
    @Order(11)
    @IsolatedSchema(reset = Reset.WIPE)
    void ddlThatIsRolledBackTakesNone() {
        isShared();
        finds("all");
        Shop.maintain("table shelf").then().statusCode(500);
    }

    @Test
    @Order(12)
    @IsolatedSchema(reset = Reset.FRESH)
    void freshOnceMore() {
        finds("all");
    }
}
