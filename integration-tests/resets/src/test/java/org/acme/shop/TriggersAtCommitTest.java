package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.test.junit.QuarkusTest;

/** They run when a transaction of the application commits, though none of the server does. */
@QuarkusTest
@IsolatedSchema(reset = Reset.ROLLBACK)
class TriggersAtCommitTest {

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
    void rolledBack() throws SQLException {
        runs();
    }

    @RepeatedTest(2)
    @IsolatedSchema(reset = Reset.WIPE)
    void wiped() throws SQLException {
        runs();
    }

    private static void runs() throws SQLException {
        Shop.register("noted");
        assertThat(Sql.query("select count(*) from category where name = 'noted'")).containsExactly("1");
    }
}
