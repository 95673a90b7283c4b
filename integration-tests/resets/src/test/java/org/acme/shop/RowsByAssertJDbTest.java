package org.acme.shop;

import static org.assertj.db.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.assertj.db.type.AssertDbConnection;
import org.assertj.db.type.AssertDbConnectionFactory;
import org.assertj.db.type.Changes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.test.junit.QuarkusTest;

// tag::assertj-db[]
@QuarkusTest
@IsolatedSchema(reset = Reset.WIPE)
class RowsByAssertJDbTest {

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Test
    void anOrderIsOneRowWithOneLine(SchemaLease lease) {
        AssertDbConnection database = AssertDbConnectionFactory.of(lease.jdbcUrl(), user, password).create(); // <1>
        Shop.register("ada@example.org");
        Changes changes = database.changes().table("orders").table("order_line").build();

        changes.setStartPointNow();
        Shop.order(new NewOrder("A-1", "ada@example.org", "TEA", 2));
        changes.setEndPointNow();

        assertThat(changes).ofCreationOnTable("orders").hasNumberOfChanges(1)
                .change().rowAtEndPoint().value("reference").isEqualTo("A-1");
        assertThat(changes).ofCreationOnTable("order_line").hasNumberOfChanges(1)
                .change().rowAtEndPoint().value("quantity").isEqualTo(2);
    }
    // end::assertj-db[]

    @Inject
    AgroalDataSource dataSource;

    /** The way for methods that are rolled back: what they do is not committed for others to see. */
    @RepeatedTest(2)
    @IsolatedSchema(reset = Reset.ROLLBACK)
    void throughTheApplicationsOwnConnections() {
        AssertDbConnection database = AssertDbConnectionFactory.of(dataSource).create();
        assertThat(database.table("customer").build()).isEmpty();

        Shop.register("ada@example.org");

        assertThat(database.table("customer").build()).column("id").hasValues(1);
    }
    // tag::assertj-db[]
}
// end::assertj-db[]
