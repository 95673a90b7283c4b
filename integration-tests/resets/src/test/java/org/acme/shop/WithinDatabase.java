package org.acme.shop;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The application where databases may not be created: it leaves what lies outside of its schema alone. */
public class WithinDatabase implements QuarkusTestProfile {

    private static final Map<String, String> CONFIGURATION = Map.of("quarkus.isolated-schema.provisioning", "replay",
            "quarkus.flyway.placeholders.audit_log", "audit_log");

    @Override
    public Map<String, String> getConfigOverrides() {
        return CONFIGURATION;
    }

    static Suite suite(Class<?>... fixtures) {
        Suite suite = Suite.of(fixtures);
        CONFIGURATION.forEach(suite::with);
        return suite;
    }
}
