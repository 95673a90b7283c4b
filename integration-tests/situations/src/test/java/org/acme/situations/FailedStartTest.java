package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import org.acme.situations.fixtures.IsolatedFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that fails to start fails with its own error, and leaves nothing on the server. */
@ExtendWith(Server.Provided.class)
class FailedStartTest {

    @BeforeEach
    void nameADatabase(Server server) {
        server.database("named");
    }

    @AfterEach
    void nothingIsLeft(Server server) {
        server.assertUntouched("named");
        server.assertNothingLeft();
    }

    @Test
    void migrationWithASyntaxError(Server server) {
        Outcome outcome = isolated(server).with("quarkus.flyway.locations", "db/broken").run();

        assertThat(outcome.failures()).hasSize(1);
        assertThat(outcome.failure()).contains("V2__slip.sql", "syntax error at or near \"creat\"")
                .doesNotContain("IsolationException");
    }

    @Test
    void failingStartUpCode(Server server) {
        Outcome outcome = isolated(server).with("situations.start-up", "fails").run();

        assertThat(outcome.failures()).hasSize(1);
        assertThat(outcome.failure()).contains("the price list is missing").doesNotContain("IsolationException");
    }

    @Test
    void failingMigrationThatWasPending(Server server) {
        Outcome outcome = isolated(server).with("quarkus.flyway.locations", "db/broken")
                .with("quarkus.flyway.migrate-at-start", "false").run();

        outcome.assertRefused("The migrations that were pending after the application had started could not be applied: ");
        assertThat(outcome.failure()).contains("syntax error at or near \"creat\"");
    }

    @Test
    void noServer() {
        Outcome outcome = Situation.of(IsolatedFixture.class).with("quarkus.datasource.jdbc.url",
                "jdbc:postgresql://localhost:1/named").as("app", "app").run();

        outcome.assertRefused("No run database could be made for the default datasource on the server of"
                + " 'jdbc:postgresql://localhost:1/': Connection to localhost:1 refused.");
    }

    private static Situation isolated(Server server) {
        return Situation.of(IsolatedFixture.class).on(server, "named");
    }
}
