package org.acme.orders;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.test.junit.QuarkusTest;

/** Wherever the application is asked, it works in the schema of the lease. */
@QuarkusTest
@IsolatedSchema
@Tag("lease")
class SchemaLeaseTest {

    @Inject
    AgroalDataSource dataSource;

    @Inject
    EntityManager entityManager;

    @Test
    void theSchemaHasANameOfItsOwn(SchemaLease lease) {
        assertThat(lease.schema()).matches("test_[0-9a-f]{32}");
    }

    @Test
    void theDatasourceIsInTheLease(SchemaLease lease) throws Exception {
        assertThat(Sql.query(dataSource, "select current_schema()")).containsExactly(lease.schema());
        assertThat(Sql.query(dataSource, "select current_database()")).containsExactly(lease.database());
    }

    @Test
    void hibernateIsInTheLease(SchemaLease lease) {
        assertThat(entityManager.createNativeQuery("select current_schema()", String.class).getSingleResult())
                .isEqualTo(lease.schema());
    }

    @Test
    void theRestEndpointIsInTheLease(SchemaLease lease) {
        assertThat(given().get("/where-am-i").asString()).isEqualTo(lease.schema());
    }

    @Test
    void theMigrationsAreInTheLeaseAndPublicFollows(SchemaLease lease) throws Exception {
        assertThat(Sql.query(dataSource, "select to_regclass(current_schema() || '.orders')")).containsExactly("orders");
        assertThat(Sql.query(dataSource, "select unnest(current_schemas(false))")).containsExactly(lease.schema(), "public");
    }

    @Test
    void aConnectionOfTheTestsOwnIsInTheLease(SchemaLease lease) throws Exception {
        try (Connection connection = lease.connect()) {
            assertThat(connection.getSchema()).isEqualTo(lease.schema());
        }
    }

    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    void aParameterizedTestGetsTheLeaseToo(OrderStatus status, SchemaLease lease) throws Exception {
        Sql.execute(dataSource, "create table \"%s\".status_%s ()".formatted(lease.schema(), status));

        assertThat(Sql.query(dataSource, "select count(*) from status_" + status)).containsExactly("0");
    }
}
