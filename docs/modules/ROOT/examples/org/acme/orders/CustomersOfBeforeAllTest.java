package org.acme.orders;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.test.junit.QuarkusTest;

@Tag("lease")
// tag::lease[]
@QuarkusTest
@IsolatedSchema
class CustomersOfBeforeAllTest {

    @BeforeAll
    static void twoCustomers(SchemaLease lease) throws SQLException { // <1>
        try (Connection connection = lease.connect(); Statement statement = connection.createStatement()) { // <2>
            statement.executeUpdate("insert into customer (email, country) "
                    + "values ('ada@example.org', 'SE'), ('linus@example.org', 'SE')");
        }
    }

    @Test
    void theApplicationSeesThem() {
        when().get("/customers").then().body("size()", is(2));
    }

    @Test
    void theSchemaHasANameOfItsOwn(SchemaLease lease) {
        assertThat(lease.schema()).startsWith("test_");
    }
}
// end::lease[]
