package org.acme.situations;

import org.acme.situations.fixtures.HardCodedPublicFixture;
import org.acme.situations.fixtures.IsolatedFixture;
import org.acme.situations.fixtures.NotMigratedFixture;
import org.acme.situations.fixtures.SchemaOfFlywayFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However an application migrates, a class starts fully migrated. */
@ExtendWith(Server.Provided.class)
class MigrationTest {

    private static final String FLYWAY = "quarkus.flyway.";

    @BeforeEach
    void nameADatabase(Server server) {
        server.database("named");
    }

    @AfterEach
    void itIsAsItWas(Server server) {
        server.assertUntouched("named");
        server.assertNothingLeft();
    }

    @Test
    void notAtStart(Server server) {
        on(server, IsolatedFixture.class).with(FLYWAY + "migrate-at-start", "false").run().succeeds(1);
    }

    @Test
    void notAtStartAndNotBeforeTheTemplate(Server server) {
        on(server, NotMigratedFixture.class).with(FLYWAY + "migrate-at-start", "false")
                .with("quarkus.isolated-schema.flyway.migrate-before-capture", "false").run().succeeds(1);
    }

    @Test
    void afterAClean(Server server) {
        on(server, IsolatedFixture.class).with(FLYWAY + "clean-at-start", "true").run().succeeds(1);
    }

    @Test
    void intoASchemaThatFlywayNames(Server server) {
        on(server, SchemaOfFlywayFixture.class).with(FLYWAY + "schemas", "shop").with(FLYWAY + "default-schema", "shop").run()
                .succeeds(2);
    }

    @Test
    void withSchemasAndExtensionsNamedByHand(Server server) {
        on(server, HardCodedPublicFixture.class).with(FLYWAY + "locations", "db/public").run().succeeds(3);
    }

    private static Situation on(Server server, Class<?> fixture) {
        return Situation.of(fixture).on(server, "named");
    }
}
