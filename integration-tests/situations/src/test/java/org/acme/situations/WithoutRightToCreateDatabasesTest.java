package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.acme.situations.fixtures.CollidingFixture;
import org.acme.situations.fixtures.CollidingTooFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Classes are isolated inside the database that the URL names, and nothing else in it is touched. */
@ExtendWith(Server.Provided.class)
class WithoutRightToCreateDatabasesTest {

    private static final String PROVISIONING = "quarkus.isolated-schema.provisioning";

    @TempDir
    Path directory;

    private Server server;

    private String rights = "";

    @BeforeEach
    void nameADatabase(Server server) {
        this.server = server;
    }

    @AfterEach
    void whatTheUserHasIsAsItWas() {
        assertThat(server.query("restricted", "select line from precious")).containsExactly("the user's own");
        assertThat(server.query("restricted", "select nspname || '.' || relname from pg_class c join pg_namespace n"
                + " on n.oid = relnamespace where nspname not in ('pg_catalog', 'information_schema', 'pg_toast')"))
                .containsExactly("public.precious");
        assertThat(server.query("restricted", "select nspname from pg_namespace where nspname ~ '^test_'")).isEmpty();
        server.assertNothingLeft();
    }

    private Situation situation() {
        server.role("plain", rights).database("restricted", "plain");
        server.execute("restricted", "create table precious (line text); insert into precious values ('the user''s own');"
                + " alter table precious owner to plain");
        return Situation.of(CollidingFixture.class, CollidingTooFixture.class).on(server, "restricted").as("plain", "plain")
                .with("quarkus.log.file.enabled", "true").with("quarkus.log.file.path", directory.resolve("log").toString())
                .with("quarkus.log.file.level", "DEBUG")
                .with("quarkus.log.category.\"io.quarkiverse.isolatedschema\".level", "DEBUG");
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    @Test
    void byReplayOfWhatTheStartRan() throws IOException {
        situation().run().succeeds(4);

        assertThat(log())
                .contains("The run takes place in database 'restricted', because role 'plain' may not create databases",
                        "leases are made of it by replay", "runs in schema test_")
                .doesNotContain("Isolated schemas are made by Flyway");
    }

    @Test
    void byReplayOfMigrationsThatTheStartLeavesPending() throws IOException {
        situation().with("quarkus.flyway.migrate-at-start", "false").run().succeeds(4);

        assertThat(log()).contains("leases are made of it by replay");
    }

    @Test
    void byReplayAsConfigured() throws IOException {
        situation().with(PROVISIONING, "replay").run().succeeds(4);

        assertThat(log()).contains("because 'quarkus.isolated-schema.provisioning' is 'replay'",
                "leases are made of it by replay");
    }

    @Test
    void byMigratingAsConfigured() throws IOException {
        situation().with(PROVISIONING, "migrate").run().succeeds(4);

        assertThat(log()).contains("leases are made of it by migrate");
    }

    @Test
    void byMigratingWithAUserOfFlywaysOwn() {
        Situation situation = situation();
        server.role("migrator", "in role plain");
        situation.with(PROVISIONING, "migrate").with("quarkus.flyway.username", "migrator")
                .with("quarkus.flyway.password", "migrator").with("quarkus.flyway.init-sql", "set role plain").run()
                .succeeds(4);
    }

    @Test
    void byMigratingWhereAJavaMigrationCannotBeReplayed() throws IOException {
        situation().with("quarkus.flyway.locations", "db/java").run().succeeds(4);

        assertThat(log()).contains("leases are made of it by migrate").containsOnlyOnce(
                "Isolated schemas are made by Flyway migrations, because what built the first one cannot be replayed exactly:"
                        + " 'insert into attachment (id, content) values (1, ");
    }

    @Test
    void anExplicitReplayOfAJavaMigrationFailsAndNamesIt() {
        situation().with("quarkus.flyway.locations", "db/java").with(PROVISIONING, "replay").run()
                .assertRefused("cannot be replayed exactly: 'insert into attachment (id, content) values (1, ");
    }

    @Test
    void whatTheUserOwnsIsWrittenByNoMoreThanTheStart() {
        Situation situation = situation().with("quarkus.flyway.locations", "db/outside");

        situation.run().assertRefused("changes 'public.precious' outside of its own schema");
        situation.with(PROVISIONING, "migrate").run().assertRefused("changes 'public.precious' outside of its own schema");

        assertThat(server.query("restricted", "delete from precious where line = 'written by a migration' returning 1"))
                .as("what the application itself wrote").hasSize(2);
    }

    @Test
    void anObjectInANamedSchemaIsRefusedAndLeftAsItIs() {
        Situation situation = situation();
        situation.with("quarkus.flyway.locations", "db/public").run()
                .assertRefused(
                        "Make it beforehand, in a schema of the search path: CREATE EXTENSION \"pg_trgm\" SCHEMA public");

        assertThat(server.query("restricted", "select name from public.thing")).containsExactly("reference");
        server.execute("restricted", "drop table public.thing");
        situation.with("quarkus.flyway.locations", "db/migration").run().succeeds(4);
    }

    @Test
    void aSchemaThatFlywayNamesIsRefusedBeforeItIsMade() {
        situation().with("quarkus.flyway.schemas", "shop").run()
                .assertRefused("'quarkus.flyway.schemas' names schema 'shop', which cannot be isolated inside the database that"
                        + " the URL names");

        assertThat(server.query("restricted", "select 1 from pg_namespace where nspname = 'shop'")).isEmpty();
    }

    @Test
    void anExtensionThatIsThereBeforehandIsShared() {
        Situation situation = situation().with("quarkus.flyway.locations", "db/extension");
        server.execute("restricted", "create extension citext");

        situation.run().succeeds(4);
        situation.with(PROVISIONING, "migrate").run().succeeds(4);

        assertThat(server.query("restricted", "select extnamespace::regnamespace from pg_extension where extname = 'citext'"))
                .containsExactly("public");
    }

    @Test
    void aCleanAtTheStartLeavesWhatTheUserHas() throws IOException {
        situation().with("quarkus.flyway.clean-at-start", "true").run().succeeds(4);

        assertThat(log()).contains("leases are made of it by replay");
    }

    @Test
    void aSearchPathOfNewConnectionsIsRefused() {
        situation().with("quarkus.datasource.jdbc.new-connection-sql", "set search_path = public").run()
                .assertRefused(
                        "'quarkus.datasource.jdbc.new-connection-sql' leads every connection to schema 'public' of database"
                                + " 'restricted' (search path 'public'), away from the schema it is to work in.");
    }

    @Test
    void anInterceptorThatSetsTheSearchPathIsRefused() {
        Situation situation = situation().with("situations.wanderer", "true").with("quarkus.flyway.active", "false");
        server.execute("restricted", "create schema elsewhere authorization plain");

        situation.run().assertRefused("The connections that the application takes from its datasource are in schema 'elsewhere'"
                + " of database 'restricted'");
    }

    @Test
    void tenantsWithSchemasOfTheirOwnAreRefused() {
        situation().with("quarkus.hibernate-orm.multitenant", "schema").run()
                .assertRefused(
                        "'quarkus.hibernate-orm.multitenant' is 'schema': each tenant has a schema with a name of its own,"
                                + " which cannot be isolated inside the database that the URL names");
    }

    @Test
    void aUrlAroundTheSchemasIsRefused() {
        situation().with("quarkus.flyway.jdbc-url", server.url("restricted")).with("quarkus.flyway.username", "plain")
                .with("quarkus.flyway.password", "plain").run()
                .assertRefused("'quarkus.flyway.jdbc-url' leads to database 'restricted' itself, around the isolated schemas.");
    }

    @Test
    void withTheRightToCreateDatabasesTheyAreCloned() throws IOException {
        rights = "createdb";
        situation().run().succeeds(4);

        assertThat(log()).contains("The run takes place in a database of its own, because the role may create databases",
                "leases are made of it by database-clone");
    }

    @Test
    void cloningAsConfiguredIsToldOfTheOtherWay() {
        situation().with(PROVISIONING, "database-clone").run().assertRefused("role 'plain' may not do that (ERROR: permission"
                + " denied to create database). Grant it: ALTER ROLE \"plain\" CREATEDB; or name a role that may by"
                + " 'quarkus.isolated-schema.admin.username' and 'quarkus.isolated-schema.admin.password'. Or set"
                + " 'quarkus.isolated-schema.provisioning=replay', which makes schemas inside database 'restricted' and no"
                + " databases.");
    }
}
