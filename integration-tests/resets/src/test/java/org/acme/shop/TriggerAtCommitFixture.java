package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Order(1)
@IsolatedSchema(reset = Reset.ROLLBACK)
public class TriggerAtCommitFixture {

    @BeforeAll
    static void createTrigger(SchemaLease lease) throws SQLException {
        try (Connection connection = lease.connect()) {
            Sql.execute(connection, "create function note() returns trigger language plpgsql as $$ begin"
                    + " insert into category (name) values (new.email); return null; end $$;"
                    + " create constraint trigger noted after insert on customer deferrable initially deferred"
                    + " for each row execute function note()");
        }
    }

    @RepeatedTest(2)
    void rolledBack() {
        Shop.register("never");
    }

    @Test
    @IsolatedSchema(reset = Reset.WIPE)
    void wiped() throws SQLException {
        Shop.register("noted");
        assertThat(Sql.query("select count(*) from category where name = 'noted'")).containsExactly("1");
    }
}
