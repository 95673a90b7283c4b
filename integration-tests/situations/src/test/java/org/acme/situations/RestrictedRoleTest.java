package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import org.acme.situations.fixtures.IsolatedFixture;
import org.acme.situations.fixtures.SearchPathFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a role without the rights of a superuser gets, and what it is told. */
@ExtendWith(Server.Provided.class)
class RestrictedRoleTest {

    private static final String ADMIN = "quarkus.isolated-schema.admin.";

    @AfterEach
    void nothingIsLeft(Server server) {
        server.assertNothingLeft();
    }

    @Test
    void ownerThatMayCreateDatabases(Server server) {
        on(server, IsolatedFixture.class, "owner", "createdb").run().succeeds(1);

        server.assertUntouched("restricted");
    }

    @Test
    void adminBesideTheRoleOfTheApplication(Server server) {
        on(server, IsolatedFixture.class, "plain", "").with(ADMIN + "username", "postgres")
                .with(ADMIN + "password", "postgres").run().succeeds(1);

        server.assertUntouched("restricted");
    }

    @Test
    void adminThatIsNoSuperuser(Server server) {
        Situation situation = on(server, IsolatedFixture.class, "plain", "");
        server.role("helper", "createdb in role plain");

        situation.with(ADMIN + "username", "helper").with(ADMIN + "password", "helper").run().succeeds(1);
    }

    @Test
    void roleThatDoesNotOwnTheDatabase(Server server) {
        Situation situation = on(server, IsolatedFixture.class, "guest", "createdb");
        server.execute("postgres", "alter database restricted owner to postgres");

        situation.run().assertRefused("role 'guest' does not own database 'restricted', so it may not copy it. Let it own the"
                + " database, or set 'quarkus.isolated-schema.run-database.template' to one it may copy; 'template1' is an"
                + " empty one.");
        situation.with("quarkus.isolated-schema.run-database.template", "template1").run().succeeds(1);
    }

    @Test
    void roleWithFewConnections(Server server) {
        on(server, IsolatedFixture.class, "frugal", "createdb connection limit 12").run().succeeds(1);
    }

    @Test
    void roleWithTooFewConnections(Server server) {
        on(server, IsolatedFixture.class, "frugal", "createdb connection limit 2").run()
                .assertRefused("it takes no more connections of role 'frugal'");
    }

    @Test
    void databaseInUse(Server server) throws Exception {
        Situation situation = on(server, IsolatedFixture.class, "owner", "createdb");

        Outcome outcome = server.whileConnected("restricted", situation::run);

        outcome.assertRefused("database 'restricted', which it is copied from, is in use, and Postgres copies no database in"
                + " use.");
    }

    @Test
    void roleWithASearchPathOfItsOwn(Server server) {
        Situation situation = withTools(server);
        server.execute("postgres", "alter role owner set search_path = tools, public");

        situation.run().succeeds(1);

        assertThat(server.query("restricted", "select count(*) from pg_class where relname = 'note'")).containsExactly("0");
    }

    @Test
    void databaseWithASearchPathOfItsOwn(Server server) {
        Situation situation = withTools(server);
        server.execute("postgres", "alter database restricted set search_path = tools, public");

        situation.run().succeeds(1);
    }

    @Test
    void urlWithASearchPath(Server server) {
        withTools(server).with("quarkus.datasource.jdbc.url", server.url("restricted") + "?currentSchema=tools,public").run()
                .succeeds(1);
    }

    private static Situation withTools(Server server) {
        Situation situation = on(server, SearchPathFixture.class, "owner", "createdb");
        server.execute("restricted", "create schema tools; grant usage on schema tools to public;"
                + " create function tools.word() returns text language sql as $$ select 'hello' $$");
        return situation;
    }

    /** Its password is its name. */
    private static Situation on(Server server, Class<?> fixture, String role, String rights) {
        server.role(role, rights).database("restricted", role);
        return Situation.of(fixture).on(server, "restricted").as(role, role);
    }
}
