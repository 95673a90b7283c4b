package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema(reset = Reset.WIPE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public class RefusedWithinDatabaseFixture {

    @BeforeAll
    static void register() {
        QuarkusTransaction.requiringNew().run(() -> Customer.of("all").persist());
    }

    @Test
    @Order(1)
    void rows() {
        assertThat(Shop.emails()).containsExactly("all");
        Shop.register("left");
    }

    @Test
    @Order(2)
    @IsolatedSchema(reset = Reset.FRESH)
    void fresh() {
    }

    @Test
    @Order(3)
    @IsolatedSchema(reset = Reset.ROLLBACK)
    void rolledBack() {
        Shop.maintain("create table shelf ()").then().statusCode(204);
    }

    @Test
    @Order(4)
    void ddl() {
        assertThat(Shop.emails()).containsExactly("all");
        Shop.maintain("create table shelf ()").then().statusCode(204);
    }

    @Test
    @Order(5)
    void wipeAfterDdl() {
    }

    @Test
    @Order(6)
    @IsolatedSchema(reset = Reset.NONE)
    void snapshotOfDdl(SchemaLease lease) {
        lease.snapshot("before");
        Shop.maintain("create table another ()").then().statusCode(204);

        assertThatThrownBy(() -> lease.restore("before")).isInstanceOf(IsolationException.class)
                .hasMessageStartingWith("Snapshot 'before' of schema '" + lease.schema() + "' could not be restored: ")
                .hasMessageEndingWith(". Inside one database only rows can be brought back, and only into the schema they were"
                        + " in. Let the role create databases (ALTER ROLE … CREATEDB), where snapshots are whole copies.");
    }
}
