package org.acme.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.test.junit.QuarkusTestProfile;

/** Each tenant has a schema of its own. */
abstract class TenantSchemaTests extends MarketTests {

    @Inject
    @PersistenceUnitExtension
    CurrentTenant tenant;

    @Override
    String schemaOfCustomers() {
        return "tenant_a";
    }

    @Test
    void whatAnotherTenantOfAnotherClassDidIsNotThereEither() throws SQLException {
        tenant.become("tenant_b");
        market.serve("of b");

        assertThat(market.customers()).containsExactly("of b");
        assertThat(rows("tenant_b.customer")).isEqualTo(1);
    }

    public static class Tenants implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // A connection that a tenant has used stays in its schema, where Flyway would look for its history after the start.
            return Map.of("quarkus.hibernate-orm.multitenant", "SCHEMA",
                    "quarkus.isolated-schema.flyway.migrate-before-capture", "false");
        }
    }
}
