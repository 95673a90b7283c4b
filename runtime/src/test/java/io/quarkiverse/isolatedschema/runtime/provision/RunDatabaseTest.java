package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.orphan.OwnerLock;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.Marker;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class RunDatabaseTest {

    private final PostgresServer server;

    private final Run application;

    RunDatabaseTest(PostgresServer server) throws SQLException {
        this.server = server;
        this.application = Run.on(server);
    }

    @Test
    void itIsMarkedAndTellsWhoMadeIt() throws SQLException {
        try (RunDatabase run = RunDatabase.open(application.request())) {
            assertThat(server.query("postgres", "select datconnlimit::text from pg_database where datname = ?", run.name()))
                    .containsExactly(String.valueOf(Marker.CONNECTION_LIMIT));
            assertThat(server.query("postgres", "select shobj_description(oid, 'pg_database') from pg_database"
                    + " where datname = ?", run.name()).get(0)).startsWith("quarkus-isolated-schema: run database, since");
            assertThat(run.name()).isEqualTo(LeaseName.runDatabase(application.request().run()));
        }
    }

    @Test
    void theMarkIsThereFromTheFirstInstant() throws SQLException {
        String name = LeaseName.lease(application.request().run());
        try (Connection connection = application.request().admin().connect("postgres")) {
            // Only CREATE DATABASE itself: its maker may die right after.
            new DatabaseCopies(false).copy(connection, name, "template1", application.role());

            assertThat(server.query("postgres", "select datconnlimit::text from pg_database where datname = ?", name))
                    .containsExactly(String.valueOf(Marker.CONNECTION_LIMIT));
            Databases.drop(connection, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "postgres", "template1" })
    void theNamedDatabaseMayBeOneThatDatabasesAreUsuallyMadeFrom(String named) throws SQLException {
        Run other = Run.of(server, PostgresServer.SUPERUSER, named);

        try (RunDatabase run = RunDatabase.open(other.request());
                Connection connection = Run.connect(run.bootLease())) {
            assertThat(connection.getCatalog()).isEqualTo(run.name());
        }
    }

    @Test
    void itsOwnerIsSeenAliveAsLongAsItIsOpen() throws SQLException {
        try (Connection asking = server.connect("template1")) {
            try (RunDatabase run = RunDatabase.open(application.request())) {
                assertThat(OwnerLock.living(asking)).contains(run.run());
            }
            assertThat(eventuallyWithoutSessions()).isTrue();
            assertThat(OwnerLock.living(asking)).doesNotContain(application.request().run());
        }
    }

    @Test
    void theApplicationOwnsDatabaseAndSchemaAndMayDoAnythingInThem() throws SQLException {
        try (RunDatabase run = RunDatabase.open(application.request());
                Connection connection = Run.connect(run.bootLease())) {
            assertThat(Databases.query(connection, "select datdba::regrole::text from pg_database"
                    + " where datname = current_database()")).containsExactly(application.role());
            assertThat(Databases.query(connection, "select nspowner::regrole::text from pg_namespace"
                    + " where nspname = current_schema()")).containsExactly(application.role());
            Databases.execute(connection, "create table orders (id int); create schema audit; create temp table t (i int)");
        }
    }

    @Test
    void whatTheApplicationMakesWithoutASchemaLiesInTheBootSchema() throws SQLException {
        try (RunDatabase run = RunDatabase.open(application.request())) {
            try (Connection connection = Run.connect(run.bootLease())) {
                Databases.execute(connection, "create table orders (id int)");
                assertThat(Databases.query(connection, "select relnamespace::regnamespace::text from pg_class"
                        + " where relname = 'orders'")).containsExactly(run.bootSchema());
                assertThat(Databases.query(connection, "select current_database()")).containsExactly(run.name());
            }
            assertThat(server.query(application.database(), "select relname from pg_class where relname = 'orders'"))
                    .as("tables in the application's own database").isEmpty();
        }
    }

    @Test
    void itHoldsWhatTheNamedDatabaseHeld() throws SQLException {
        server.execute(application.database(), "create extension hstore; create table public.prepared (id int);"
                + " insert into public.prepared values (42)");
        try (RunDatabase run = RunDatabase.open(application.request());
                Connection connection = Run.connect(run.bootLease())) {
            assertThat(Databases.query(connection, "select 'a=>1'::hstore -> 'a'")).containsExactly("1");
            assertThat(server.query(run.name(), "select id::text from public.prepared")).containsExactly("42");
        }
    }

    @Test
    void anotherTemplateMayBeNamed() throws SQLException {
        String template = server.database(application.role());
        server.execute(template, "create table public.from_template (id int)");
        try (RunDatabase run = RunDatabase.open(application.withTemplate(template))) {
            assertThat(server.query(run.name(), "select relname from pg_class where relname = 'from_template'")).hasSize(1);
        }
    }

    @Test
    void theEmptyTemplateOfTheServerServesWhereTheNamedDatabaseIsInUse() throws SQLException {
        try (Connection tool = server.connect(application.database());
                RunDatabase run = RunDatabase.open(application.withTemplate("template1"))) {
            assertThat(run.left()).containsExactly(run.name());
            assertThat(tool.isValid(1)).isTrue();
        }
    }

    @Test
    void withAnAdminTheApplicationsRoleNeedsNoPrivilege() throws SQLException {
        String plain = server.role("nocreatedb");
        String admin = server.role("createdb in role " + plain);
        Run application = Run.of(server, plain, server.database(admin));
        try (RunDatabase run = RunDatabase.open(application.withAdmin(admin));
                Connection connection = Run.connect(run.bootLease())) {
            assertThat(Databases.query(connection, "select datdba::regrole::text from pg_database"
                    + " where datname = current_database()")).containsExactly(plain);
            Databases.execute(connection, "create table orders (id int)");
            assertThat(Databases.query(connection, "select tableowner from pg_tables where tablename = 'orders'"))
                    .containsExactly(plain);
        }
    }

    @Test
    void theRoleMayStandInTheUrlAlone() throws SQLException {
        try (RunDatabase run = RunDatabase.open(RunDatabaseRefusedTest.withUserInUrl(server, application))) {
            assertThat(server.query("postgres", "select datdba::regrole::text from pg_database where datname = ?",
                    run.name())).containsExactly(application.role());
        }
    }

    @Test
    void closedNothingOfItIsLeftThoughSomebodyIsConnected() throws SQLException {
        RunDatabase run = RunDatabase.open(application.request());
        try (Connection straggler = Run.connect(run.bootLease())) {
            run.close();
            assertThat(straggler.isValid(1)).isFalse();
        }

        assertThat(run.left()).isEmpty();
        assertThat(server.query("postgres", "select datname from pg_database where datname = ?", run.name())).isEmpty();
        assertThat(eventuallyWithoutSessions()).isTrue();
    }

    @Test
    void oneDatabaseThatCannotBeDroppedKeepsNoOtherFromIt() throws SQLException {
        RunDatabase run = RunDatabase.open(application.request());
        Template template = Template.capture(run);
        Lease first = new DatabaseCloneProvisioner(template).provision("first").lease();
        Lease second = new DatabaseCloneProvisioner(template).provision("second").lease();
        Lease sorted = first.database().compareTo(second.database()) < 0 ? first : second;
        server.execute(sorted.database(), "begin; create table t (id int); prepare transaction '" + sorted.schema() + "'");
        try {
            run.close();
            assertThat(run.left()).containsExactly(sorted.database());
        } finally {
            server.execute(sorted.database(), "rollback prepared '" + sorted.schema() + "'");
            server.execute("postgres", "drop database " + sorted.database());
        }
    }

    @Test
    void aServerThatIsGoneHasNothingLeft() throws SQLException {
        RunDatabase run = RunDatabase.open(application.request());
        server.execute("postgres", "drop database " + run.name() + " with (force)");
        server.execute("postgres", "alter role " + application.role() + " nologin");
        server.query("postgres", "select pg_terminate_backend(pid)::text from pg_stat_activity where usename = ?",
                application.role());

        run.close();

        assertThat(run.left()).isEmpty();
    }

    @Test
    void allItsPoolsTogetherStayBelowWhatTheServerAllows() throws SQLException {
        int allowed = Integer.parseInt(server.query("postgres", "show max_connections").get(0));
        try (RunDatabase run = RunDatabase.open(application.request())) {
            assertThat(run.connectionsForPools()).isPositive();
            assertThat(run.connectionsForPools() + 5).isLessThanOrEqualTo(allowed);
        }
    }

    @Test
    void theyStayBelowWhatTheRoleIsAllowed() throws SQLException {
        server.execute("postgres", "alter role " + application.role() + " connection limit 12");
        try (RunDatabase run = RunDatabase.open(application.request())) {
            assertThat(run.connectionsForPools()).isEqualTo(12 - 5);
            server.execute("postgres", "alter role " + application.role() + " superuser");
            assertThat(run.connectionsForPools()).as("those of a superuser, who is not limited").isGreaterThan(12);
        }
    }

    private boolean eventuallyWithoutSessions() throws SQLException {
        for (int i = 0; i < 100 && server.sessionsOf(application.role()) > 0; i++) {
            server.query("postgres", "select pg_sleep(0.01)::text");
        }
        return server.sessionsOf(application.role()) == 0;
    }
}
