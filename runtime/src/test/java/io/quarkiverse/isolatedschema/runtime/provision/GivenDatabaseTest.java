package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.orphan.OrphanSweeper;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.Schemas;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** A run beside what a user has in the database, of which nothing is ever touched. */
@ExtendWith(PostgresServerExtension.class)
class GivenDatabaseTest {

    private static final String USERS_OWN = """
            create table public.customer (id int primary key, name text);
            insert into public.customer values (1, 'Ada'), (2, 'Grace');
            create schema audit;
            create table audit.log (line text);
            insert into audit.log values ('before');
            create sequence public.numbers start 42;
            """;

    private PostgresServer server;

    private Run application;

    @BeforeEach
    void application(PostgresServer server) throws SQLException {
        this.server = server;
        application = GivenRun.application(server);
        as(application.role(), USERS_OWN);
    }

    @AfterEach
    void whatTheUserHasIsAsItWas() throws SQLException {
        assertThat(query("select name from public.customer order by id")).containsExactly("Ada", "Grace");
        assertThat(query("select line from audit.log")).containsExactly("before");
        assertThat(query("select last_value || ' ' || is_called from public.numbers")).containsExactly("42 false");
        assertThat(query("select n.nspname || '.' || relname from pg_class c join pg_namespace n on n.oid = relnamespace"
                + " where relkind in ('r', 'S') and n.nspname not in ('pg_catalog', 'information_schema') order by 1"))
                .containsExactly("audit.log", "public.customer", "public.numbers");
    }

    private void as(String role, String sql) throws SQLException {
        try (Connection connection = server.access(role).connect(application.database())) {
            Databases.execute(connection, sql);
        }
    }

    private List<String> query(String sql) throws SQLException {
        return server.query(application.database(), sql);
    }

    private List<String> ourSchemas() throws SQLException {
        return query("select nspname from pg_namespace where nspname like 'test\\_%' order by 1");
    }

    @Test
    void theApplicationBootsInASchemaOfItsOwnThatGoesWithTheRun() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.REPLAY)) {
            GivenDatabase run = given.run();
            assertThat(run.name()).isEqualTo(application.database());
            assertThat(ourSchemas()).containsExactly(LeaseName.bootSchema(run.run()));
            try (Connection connection = given.connect()) {
                assertThat(connection.getSchema()).isEqualTo(run.bootSchema());
                assertThat(Databases.query(connection, "show search_path"))
                        .containsExactly(run.bootSchema() + ", \"$user\", public");
                assertThat(Databases.query(connection, "select name from customer where id = 1"))
                        .as("found by the user's own path").containsExactly("Ada");
            }
            assertThat(query("select obj_description(oid, 'pg_namespace') from pg_namespace where nspname like 'test\\_%'"))
                    .singleElement().asString().startsWith("quarkus-isolated-schema: boot schema, since ");
            assertThat(run.left()).containsExactly(run.bootSchema());
        }
        assertThat(ourSchemas()).isEmpty();
        assertThat(server.ours()).as("databases").isEmpty();
    }

    @Test
    void leasesByReplayAreSchemasBesideEachOther() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO).boot(
                "create table note (id bigint generated always as identity primary key, text varchar)",
                "insert into note (text) values ('reference')")) {
            Provisioner provisioner = given.capture();
            assertThat(provisioner.provisioning()).isEqualTo(Provisioning.REPLAY);
            assertLeasesAreIsolated(given, provisioner);
        }
        assertThat(ourSchemas()).isEmpty();
    }

    @Test
    void leasesByMigratingAreSchemasBesideEachOther() throws SQLException {
        String[] migrations = { "create table note (id bigint generated always as identity primary key, text varchar)",
                "insert into note (text) values ('reference')" };
        try (GivenRun given = GivenRun.open(application, Provisioning.MIGRATE, GivenRun.migrating(migrations))
                .boot(migrations)) {
            Provisioner provisioner = given.capture();
            assertThat(provisioner.provisioning()).isEqualTo(Provisioning.MIGRATE);
            assertLeasesAreIsolated(given, provisioner);
        }
        assertThat(ourSchemas()).isEmpty();
    }

    private void assertLeasesAreIsolated(GivenRun given, Provisioner provisioner) throws SQLException {
        assertThat(ourSchemas()).as("no trial is left").hasSize(1);
        Lease first = provisioner.provision("FirstTest").lease();
        Lease second = provisioner.provision("SecondTest").lease();
        assertThat(first.database()).isEqualTo(application.database());
        assertThat(GivenRun.query(first, "insert into note (text) values ('mine') returning id")).containsExactly("2");
        assertThat(GivenRun.query(second, "insert into note (text) values ('mine') returning id")).containsExactly("2");
        assertThat(GivenRun.query(second, "select text from note order by id")).containsExactly("reference", "mine");
        assertThat(GivenRun.query(given.run().bootLease(), "select text from note")).containsExactly("reference");
        assertThat(GivenRun.query(second, "select tableowner from pg_tables where schemaname = current_schema()"))
                .containsOnly(application.role());

        provisioner.describe(second, "RenamedTest");
        assertThat(query("select obj_description(to_regnamespace('" + second.schema() + "')::oid, 'pg_namespace')"))
                .singleElement().asString().startsWith("quarkus-isolated-schema: RenamedTest, ");
        provisioner.drop(first);
        assertThat(ourSchemas()).containsExactlyInAnyOrder(given.run().bootSchema(), second.schema());
    }

    @Test
    void runsAtOnceDoNotTouchEachOther() throws SQLException {
        try (GivenRun one = GivenRun.open(application, Provisioning.AUTO).boot("create table note (text varchar)");
                GivenRun other = GivenRun.open(application, Provisioning.AUTO)
                        .boot("create table note (text varchar, n int)")) {
            Lease lease = one.capture().provision("OneTest").lease();
            Lease others = other.capture().provision("OtherTest").lease();
            one.close();

            assertThat(one.run().left()).isEmpty();
            assertThat(other.run().left()).containsExactlyInAnyOrder(other.run().bootSchema(), others.schema());
            assertThat(GivenRun.query(others, "insert into note values ('x', 1) returning n")).containsExactly("1");
            assertThat(ourSchemas()).doesNotContain(lease.schema());
        }
        assertThat(ourSchemas()).isEmpty();
    }

    @Test
    void anAdminMayCreateSchemasForARoleThatMayNot() throws SQLException {
        String plain = server.role("");
        String helper = server.role("in role " + plain);
        server.execute("postgres", "grant create on database " + application.database() + " to " + helper);
        Run restricted = Run.of(server, plain, application.database());
        try (GivenRun given = GivenRun.open(restricted, restricted.withAdmin(helper), Provisioning.REPLAY,
                BootedApplication.UNKNOWN).boot("create table note (text varchar)")) {
            Lease lease = given.capture().provision("FirstTest").lease();
            assertThat(GivenRun.query(lease, "select tableowner from pg_tables where schemaname = current_schema()"))
                    .containsExactly(plain);
        }
        assertThat(ourSchemas()).isEmpty();
    }

    @Test
    void roleThatMayCreateNoSchemasIsToldWhatItNeeds() throws SQLException {
        String plain = server.role("");
        Run restricted = Run.of(server, plain, application.database());

        assertThatThrownBy(() -> GivenRun.open(restricted, Provisioning.AUTO)).isInstanceOf(IsolationException.class)
                .hasMessage("No schema could be made for the default datasource in database '" + application.database()
                        + "' of '" + server.url("").server() + "': role '" + plain
                        + "' may not do that (ERROR: permission denied"
                        + " for database " + application.database() + "). Grant it: GRANT CREATE ON DATABASE \""
                        + application.database() + "\" TO \"" + plain + "\"; or name a role that may by"
                        + " 'quarkus.isolated-schema.admin.username' and 'quarkus.isolated-schema.admin.password'.")
                .hasCauseInstanceOf(SQLException.class);
        assertThat(server.sessionsOf(plain)).isZero();
    }

    @Test
    void databaseThatIsNotThereIsToldAsItIs() {
        JdbcUrl nowhere = server.url("nowhere");

        assertThatThrownBy(() -> GivenRun.open(application, application.withUrl(nowhere), Provisioning.AUTO,
                BootedApplication.UNKNOWN)).isInstanceOf(IsolationException.class)
                .hasMessageContaining("database \"nowhere\" does not exist")
                .hasMessageContaining("Check 'quarkus.datasource.jdbc.url'");
    }

    @Test
    void searchPathThatIsAnotherThanWasFoundOutIsRefused() throws SQLException {
        server.execute("postgres", "alter role " + application.role() + " set search_path = audit, public");

        assertThatThrownBy(() -> GivenRun.open(application, Provisioning.AUTO)).isInstanceOf(IsolationException.class)
                .hasMessage("The search path of role '" + application.role() + "' in database '" + application.database()
                        + "' is 'audit, public', which could not be found out before the application read its URL. Say it"
                        + " there: add 'currentSchema=audit, public' to 'quarkus.datasource.jdbc.url'.");
        assertThat(ourSchemas()).isEmpty();
        server.execute("postgres", "alter role " + application.role() + " reset search_path");
    }

    @Test
    void schemaInWhichSomebodyStillWorksStaysForTheNextSweep() throws SQLException {
        GivenRun given = GivenRun.open(application, Provisioning.AUTO).boot("create table note (text varchar)");
        Lease lease = given.capture().provision("FirstTest").lease();
        try (Connection straggler = server.access(application.role()).connect(application.database())) {
            straggler.setAutoCommit(false);
            Databases.query(straggler, "select text from " + lease.schema() + ".note");

            given.close();

            assertThat(given.run().left()).containsExactly(lease.schema());
        }
        try (Connection connection = server.connect(application.database())) {
            assertThat(OrphanSweeper.ofSchemas(connection).sweep()).containsExactly(lease.schema());
        }
    }

    @Test
    void whatLiesOutsideKeepsASchemaFromBeingDropped() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO).boot("create table note (text varchar)")) {
            String boot = given.run().bootSchema();
            as(application.role(), "create view audit.notes as select * from " + boot + ".note");
            given.close();

            assertThat(given.run().left()).containsExactly(boot);
            try (Connection connection = server.connect(application.database())) {
                assertThatThrownBy(() -> Schemas.drop(connection, boot)).isInstanceOf(SQLException.class)
                        .hasMessageContaining("audit.notes").hasMessageContaining("lies outside of it, would go along");
                Databases.execute(connection, "drop view audit.notes");
                OrphanSweeper.ofSchemas(connection).sweep();
            }
        }
        assertThat(ourSchemas()).isEmpty();
    }
}
