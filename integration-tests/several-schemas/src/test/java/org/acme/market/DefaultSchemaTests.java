package org.acme.market;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The configuration names the schema of entities that name none. */
abstract class DefaultSchemaTests extends MarketTests {

    @Override
    String schemaOfCustomers() {
        return "shop";
    }

    public static class Shop implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.hibernate-orm.database.default-schema", "shop");
        }
    }
}
