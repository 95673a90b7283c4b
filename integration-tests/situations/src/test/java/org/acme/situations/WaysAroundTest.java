package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

import org.acme.situations.fixtures.IsolatedFixture;
import org.acme.situations.fixtures.StandInFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What would lead an isolated application to the database of its user is refused when it starts. */
@ExtendWith(Server.Provided.class)
class WaysAroundTest {

    @TempDir
    Path directory;

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
    void urlOfFlyway(Server server) {
        Outcome outcome = isolated(server).with("quarkus.flyway.jdbc-url", server.url("named"))
                .with("quarkus.flyway.username", "app").with("quarkus.flyway.password", "app").run();

        outcome.assertRefused("'quarkus.flyway.jdbc-url' leads to database 'named' itself, around the isolated schemas."
                + " Set 'quarkus.flyway.jdbc-url=${quarkus.datasource.jdbc.url}', which follows them, or leave it out.");
    }

    @Test
    void anotherPostgresDatasource(Server server) {
        Outcome outcome = isolated(server).with("quarkus.datasource.reports.db-kind", "postgresql")
                .with("quarkus.datasource.reports.jdbc.url", server.url("postgres")).run();

        outcome.assertRefused("Datasource 'reports' is a Postgres datasource beside the default one, and only the default"
                + " one can be isolated yet. Set 'quarkus.datasource.\"reports\".active=false' in tests, or"
                + " 'quarkus.isolated-schema.enabled=false'.");
    }

    @Test
    void anotherDatasourceOnTheSameDatabase(Server server) {
        Outcome outcome = isolated(server).with("quarkus.datasource.reports.db-kind", "postgresql")
                .with("quarkus.datasource.reports.jdbc.url", server.url("named")).run();

        outcome.assertRefused("Datasource 'reports' is a Postgres datasource beside the default one");
    }

    @Test
    void tenantsWithDatabasesOfTheirOwn(Server server) {
        isolated(server).with("quarkus.hibernate-orm.multitenant", "database").run()
                .assertRefused("'quarkus.hibernate-orm.multitenant' is 'database': each tenant has a database of its own");
    }

    @Test
    void anotherPostgresDatasourceThatIsInactiveIsNoWay(Server server) {
        isolated(server).with("quarkus.datasource.reports.db-kind", "postgresql")
                .with("quarkus.datasource.reports.jdbc.url", server.url("postgres"))
                .with("quarkus.datasource.reports.active", "false").run().succeeds(1);
    }

    @Test
    void poolThatTheApplicationOpensItself(Server server) {
        Outcome outcome = isolated(server).with("situations.own-pool", "true")
                .with("situations.own-pool.url", server.url("named").replace("localhost", "127.0.0.1")).run();

        outcome.assertRefused("The application has a data source of its own on database 'named' itself, around the isolated"
                + " schemas: the bean made by 'org.acme.situations.fixtures.OwnPool'. Let it use the default datasource, or"
                + " leave the bean out of tests.");
    }

    @Test
    void dataSourceOfTheDriverThatTheApplicationMakesItself(Server server) {
        Outcome outcome = isolated(server).with("situations.own-driver", "true")
                .with("situations.own-driver.url", server.url("named")).run();

        outcome.assertRefused("the bean made by 'org.acme.situations.fixtures.OwnDriver'");
    }

    @Test
    void poolThatStandsInForTheDatasource(Server server) {
        Outcome outcome = standIn(server, "named").run();

        outcome.assertRefused("The application has a data source of its own on database 'named' itself, around the isolated"
                + " schemas: the bean made by 'org.acme.situations.fixtures.StandInFixture$StandIn'.");
    }

    @Test
    void poolOnAnotherDatabaseThatStandsInForTheDatasourceIsTold(Server server) throws IOException {
        standIn(server, "postgres").with("quarkus.log.file.enabled", "true")
                .with("quarkus.log.file.path", directory.resolve("log").toString()).run().succeeds(1);

        assertThat(directory.resolve("log")).content().contains("The bean made by"
                + " 'org.acme.situations.fixtures.StandInFixture$StandIn' stands in for the default datasource, and it does not"
                + " follow the test classes to their schemas: what they do through it is not isolated.");
    }

    private static Situation standIn(Server server, String database) {
        return Situation.of(StandInFixture.class).on(server, "named").with("situations.stand-in.url", server.url(database));
    }

    @Test
    void poolOnAnotherDatabaseIsNoWay(Server server) {
        isolated(server).with("situations.own-pool", "true").with("situations.own-pool.url", server.url("postgres")).run()
                .succeeds(1);
    }

    private static Situation isolated(Server server) {
        return Situation.of(IsolatedFixture.class).on(server, "named");
    }
}
