package org.acme.situations;

import org.acme.situations.fixtures.CollidingFixture;
import org.acme.situations.fixtures.CollidingTooFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who gets in, only the application knows, and only once it has started. */
@ExtendWith(Server.Provided.class)
class CredentialsProviderTest {

    @AfterEach
    void nothingIsLeft(Server server) {
        server.assertNothingLeft();
    }

    @Test
    void ofARoleThatMayCreateDatabases(Server server) {
        situation(server, "createdb").run().succeeds(4);

        server.assertUntouched("restricted");
    }

    @Test
    void ofARoleThatMayNot(Server server) {
        Situation situation = situation(server, "");

        situation.run()
                .assertRefused("Or set 'quarkus.isolated-schema.provisioning=replay', which makes schemas inside database"
                        + " 'restricted' and no databases.");
        situation.with("quarkus.isolated-schema.provisioning", "replay").run().succeeds(4);
        server.assertUntouched("restricted");
    }

    @Test
    void ofARoleWithASearchPathOfItsOwn(Server server) {
        Situation situation = situation(server, "").with("quarkus.isolated-schema.provisioning", "replay");
        server.execute("postgres", "alter role vaulted set search_path = public, pg_catalog");

        situation.run()
                .assertRefused("The search path of role 'vaulted' in database 'restricted' is 'public, pg_catalog', which"
                        + " could not be found out before the application read its URL. Say it there: add 'currentSchema=public,"
                        + " pg_catalog' to 'quarkus.datasource.jdbc.url'.");
    }

    /** Neither name nor password stands in the configuration. */
    private static Situation situation(Server server, String rights) {
        server.role("vaulted", rights).asksForPassword("vaulted").database("restricted", "vaulted");
        return Situation.of(CollidingFixture.class, CollidingTooFixture.class)
                .with("quarkus.datasource.jdbc.url", server.url("restricted"))
                .with("situations.vault", "true").with("quarkus.datasource.credentials-provider", "vaulted")
                .with("quarkus.datasource.credentials-provider-name", "vault");
    }
}
