package org.acme.kitchen;

import java.sql.SQLException;

import org.junit.jupiter.api.BeforeAll;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(KitchenSinkApplication.class)
@IsolatedSchema(reset = Reset.ROLLBACK)
class KitchenSinkRolledBackTest extends KitchenSinkTests {

    /** It would run when a transaction commits, and none does. */
    @BeforeAll
    static void dropTheTriggerThatCannotRun(SchemaLease lease) throws SQLException {
        execute(lease, "drop trigger customers_late on customers");
    }
}
