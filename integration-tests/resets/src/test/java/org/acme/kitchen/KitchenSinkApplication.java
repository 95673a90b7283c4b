package org.acme.kitchen;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The application on another schema. */
public class KitchenSinkApplication implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.flyway.locations", "db/kitchen");
    }
}
