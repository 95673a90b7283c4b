package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseSettings;
import io.quarkiverse.isolatedschema.runtime.postgres.Marker;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class DatabaseCloneTest {

    private final PostgresServer server;

    private RunDatabase run;

    private Provisioner leases;

    DatabaseCloneTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void boot() throws SQLException {
        Run application = Run.on(server);
        server.execute("postgres", "alter database " + application.database() + " set statement_timeout = 4711");
        run = RunDatabase.open(application.request());
        try (Connection boot = Run.connect(run.bootLease())) {
            execute(boot, "create table orders (id int generated always as identity, number text);"
                    + " insert into orders (number) values ('of the boot');"
                    + " create sequence invoice start 100; select nextval('invoice');"
                    + " create table public.tenants (name text); insert into public.tenants values ('of the boot')");
        }
        leases = new DatabaseCloneProvisioner(Template.capture(run));
    }

    @AfterEach
    void stop() {
        run.close();
    }

    private Lease lease() throws SQLException {
        return leases.provision("OrderTest").lease();
    }

    @Test
    void itHoldsTheRowsAndSequencesOfTheBoot() throws SQLException {
        try (Connection connection = Run.connect(lease())) {
            assertThat(query(connection, "select number from orders")).containsExactly("of the boot");
            assertThat(query(connection, "select nextval('invoice')::text")).containsExactly("101");
            assertThat(query(connection, "insert into orders (number) values ('next') returning id::text"))
                    .containsExactly("2");
        }
    }

    @Test
    void theSchemaHasTheLeasesNameAndTheBootSchemasIsGone() throws SQLException {
        Lease lease = lease();

        assertThat(server.query(lease.database(), "select nspname from pg_namespace where nspname like 'test\\_%'"))
                .containsExactly(lease.schema());
        assertThat(lease.schema()).isNotEqualTo(run.bootSchema()).matches("test_[0-9a-f]{32}");
        try (Connection connection = Run.connect(lease)) {
            assertThat(query(connection, "select current_schema()")).containsExactly(lease.schema());
        }
    }

    @Test
    void nobodyElseSeesWhatIsDoneInIt() throws SQLException {
        try (Connection one = Run.connect(lease());
                Connection other = Run.connect(lease());
                Connection boot = Run.connect(run.bootLease())) {
            execute(one, "insert into orders (number) values ('of one'); delete from public.tenants;"
                    + " select nextval('invoice'); create table added (id int)");

            for (Connection elsewhere : List.of(other, boot)) {
                assertThat(query(elsewhere, "select number from orders")).containsExactly("of the boot");
                assertThat(query(elsewhere, "select name from public.tenants")).containsExactly("of the boot");
                assertThat(query(elsewhere, "select relname from pg_class where relname = 'added'")).isEmpty();
            }
            assertThat(query(other, "select nextval('invoice')::text")).containsExactly("101");
        }
        try (Connection next = Run.connect(lease())) {
            assertThat(query(next, "select number from orders")).containsExactly("of the boot");
        }
    }

    @Test
    void whatTheApplicationDoesOnTheBootLeaseLaterIsInNoLease() throws SQLException {
        try (Connection boot = Run.connect(run.bootLease())) {
            execute(boot, "insert into orders (number) values ('of a class without a schema')");
        }
        try (Connection connection = Run.connect(lease())) {
            assertThat(query(connection, "select number from orders")).containsExactly("of the boot");
        }
    }

    @Test
    void settingsOfTheDatabaseAreCarriedOver() throws SQLException {
        try (Connection connection = Run.connect(lease())) {
            assertThat(query(connection, "show statement_timeout")).containsExactly("4711ms");
        }
    }

    @Test
    void itIsTheApplicationsAndMarkedAndToldWhatFor() throws SQLException {
        Lease lease = lease();

        assertThat(server.query("postgres", "select datdba::regrole::text || ' ' || datconnlimit from pg_database"
                + " where datname = ?", lease.database()))
                .containsExactly(lease.access().user() + " " + Marker.CONNECTION_LIMIT);
        assertThat(server.query("postgres", "select shobj_description(oid, 'pg_database') from pg_database"
                + " where datname = ?", lease.database()).get(0)).startsWith("quarkus-isolated-schema: OrderTest, since");
    }

    @Test
    void everyLeaseHasANameOfItsOwn() throws SQLException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            names.add(lease().schema());
        }
        assertThat(names).hasSize(5);
    }

    @Test
    void whatItCostIsTold() throws SQLException {
        Provisioner.Provisioned provisioned = leases.provision("OrderTest");

        assertThat(provisioned.cloneNanos()).isPositive();
        assertThat(provisioned.renameNanos()).isPositive();
    }

    @Test
    void droppedItIsGoneThoughSomebodyIsConnected() throws SQLException {
        Lease lease = lease();
        Lease other = lease();
        try (Connection straggler = Run.connect(lease)) {
            leases.drop(lease);
            assertThat(straggler.isValid(1)).isFalse();
        }
        assertThat(run.left()).doesNotContain(lease.database()).contains(other.database(), run.name());
        leases.drop(lease);
    }

    @Test
    void refusedNothingOfItIsLeft() throws SQLException {
        List<String> before = run.left();
        server.execute("postgres", "alter database " + template() + " allow_connections true");
        server.execute(template(), "alter schema " + run.bootSchema() + " rename to gone");

        assertThatThrownBy(this::lease).isInstanceOf(SQLException.class).hasMessageContaining("does not exist");

        assertThat(run.left()).isEqualTo(before);
    }

    @Test
    void refusedASettingNothingOfItIsLeftAndTheReasonIsTold() throws SQLException {
        Template template = new Template(run, template(), run.bootSchema(), new DatabaseSettings(
                List.of(new DatabaseSettings.Setting("", "work_mem",
                        "nonsense"))),
                false);
        List<String> before = run.left();

        assertThatThrownBy(() -> new DatabaseCloneProvisioner(template).provision("OrderTest"))
                .hasMessageContaining("work_mem");

        assertThat(run.left()).isEqualTo(before);
    }

    private String template() {
        return run.left().stream().filter(name -> name.startsWith("test_tpl_")).findFirst().orElseThrow();
    }
}
