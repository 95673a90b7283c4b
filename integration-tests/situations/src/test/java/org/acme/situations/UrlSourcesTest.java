package org.acme.situations;

import org.acme.situations.fixtures.IsolatedFixture;
import org.acme.situations.fixtures.UrlFromProfileFixture;
import org.acme.situations.fixtures.UrlFromTestResourceFixture;
import org.acme.situations.fixtures.UrlInFileFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Wherever the URL comes from, the class works in a schema of its own, and the database it names stays as it was. */
@ExtendWith(Server.Provided.class)
class UrlSourcesTest {

    private static final String URL = "quarkus.datasource.jdbc.url";

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
    void systemProperty(Server server) {
        Situation.of(IsolatedFixture.class).on(server, "named").run().succeeds(1);
    }

    @Test
    void applicationProperties(Server server) {
        on(server, UrlInFileFixture.class).run().succeeds(1);
    }

    @Test
    void testProfile(Server server) {
        on(server, UrlFromProfileFixture.class).run().succeeds(1);
    }

    @Test
    void testResourceOfTheApplication(Server server) {
        on(server, UrlFromTestResourceFixture.class).run().succeeds(1);
    }

    @Test
    void expression(Server server) {
        Situation.of(IsolatedFixture.class).as("app", "app").with("my.url", server.url("named")).with(URL, "${my.url}")
                .run().succeeds(1);
    }

    @Test
    void expressionOfFlyway(Server server) {
        Situation.of(IsolatedFixture.class).on(server, "named").with("quarkus.flyway.jdbc-url", "${" + URL + "}")
                .with("quarkus.flyway.username", "app").with("quarkus.flyway.password", "app").run().succeeds(1);
    }

    @Test
    void keyWithTheNameOfTheDefaultDatasource(Server server) {
        Situation.of(IsolatedFixture.class).as("app", "app")
                .with("quarkus.datasource.\"<default>\".jdbc.url", server.url("named")).run().succeeds(1);
    }

    @Test
    void userAndPasswordInTheUrl(Server server) {
        Situation.of(IsolatedFixture.class).with(URL, server.url("named") + "?user=app&password=app").run().succeeds(1);
    }

    /** The port is all that these fixtures cannot know. */
    private static Situation on(Server server, Class<?> fixture) {
        return Situation.of(fixture).with("situations.port", String.valueOf(server.port()));
    }
}
