package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.acme.situations.fixtures.CollidingFixture;
import org.acme.situations.fixtures.CollidingTooFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A role and a database whose names need care everywhere. Flyway itself fails for a role with an apostrophe. */
@ExtendWith(Server.Provided.class)
class OddNamesTest {

    private static final String ROLE = "Some \"One\" \u00dcn\u00ef";

    private static final String DATABASE = "My \"Db\" it's 50% \u6570";

    @BeforeEach
    void makeThem(Server server) {
        drop(server);
        server.execute("postgres", "create role " + quoted(ROLE) + " login password 'it''s \"it\"'");
        server.execute("postgres", "create database " + quoted(DATABASE) + " owner " + quoted(ROLE));
    }

    @AfterEach
    void drop(Server server) {
        server.assertNothingLeft();
        server.execute("postgres", "drop database if exists " + quoted(DATABASE) + " with (force)");
        server.execute("postgres", "drop role if exists " + quoted(ROLE));
    }

    @Test
    void inDatabasesOfTheirOwn(Server server) {
        server.execute("postgres", "alter role " + quoted(ROLE) + " createdb");

        situation(server).run().succeeds(4);
    }

    @Test
    void byReplay(Server server) {
        situation(server).run().succeeds(4);
    }

    @Test
    void byMigrating(Server server) {
        situation(server).with("quarkus.isolated-schema.provisioning", "migrate").run().succeeds(4);
    }

    @Test
    void inTheMessages(Server server) {
        Outcome outcome = situation(server).with("quarkus.isolated-schema.provisioning", "database-clone").run();

        outcome.assertRefused("role '" + ROLE + "' may not do that");
        assertThat(outcome.failure()).contains("ALTER ROLE \"Some \"\"One\"\" \u00dcn\u00ef\" CREATEDB;");
    }

    private static Situation situation(Server server) {
        String database = URLEncoder.encode(DATABASE, StandardCharsets.UTF_8).replace("+", "%20");
        return Situation.of(CollidingFixture.class, CollidingTooFixture.class)
                .with("quarkus.datasource.jdbc.url", server.url(database)).as(ROLE, "it's \"it\"");
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
