package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.isolatedschema.runtime.orphan.OrphanSweeper;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServers;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** The whole path of a run, on servers of several versions, ours and others. */
@ParameterizedClass
@CsvSource({ "10,false", "10,true", "14,false", "14,true", "16,false", "16,true", "18,false",
        "18,true" })
@ExtendWith(PostgresServerExtension.class)
class EveryVersionTest {

    private final PostgresServer server;

    private final RunDatabaseRequest request;

    EveryVersionTest(int version, boolean ours, PostgresServers servers) throws SQLException {
        server = servers.of(version);
        Run application = Run.on(server);
        server.execute("postgres", "alter database " + application.database() + " set statement_timeout = 4711");
        request = ours ? application.withServerOfOurs() : application.request();
    }

    private Provisioner boot(RunDatabase run) throws SQLException {
        try (Connection boot = Run.connect(run.bootLease())) {
            execute(boot, "create table orders (id int generated always as identity, number text);"
                    + " insert into orders (number) values ('of the boot');"
                    + " create function latest() returns text language sql set search_path from current"
                    + " as 'select max(number) from orders'");
        }
        return new DatabaseCloneProvisioner(Template.capture(run));
    }

    @Test
    void leasesAreCopiesOfTheBoot() throws SQLException {
        try (RunDatabase run = RunDatabase.open(request)) {
            Provisioner leases = boot(run);
            Lease lease = leases.provision("OrderTest").lease();
            try (Connection one = Run.connect(lease);
                    Connection other = Run.connect(leases.provision("CustomerTest").lease())) {
                execute(one, "insert into orders (number) values ('of one')");

                assertThat(query(one, "select latest()")).containsExactly("of the boot");
                assertThat(query(other, "select number from orders")).containsExactly("of the boot");
                assertThat(query(one, "select id::text from orders order by id")).containsExactly("1", "2");
                assertThat(query(one, "select current_schema()")).containsExactly(lease.schema());
                assertThat(query(one, "show statement_timeout")).containsExactly("4711ms");
            }
        }
    }

    @Test
    void aLeaseIsDroppedThoughSomebodyIsConnected() throws SQLException {
        try (RunDatabase run = RunDatabase.open(request)) {
            Provisioner leases = boot(run);
            Lease lease = leases.provision("OrderTest").lease();
            try (Connection straggler = Run.connect(lease)) {
                leases.drop(lease);
                assertThat(straggler.isValid(1)).isFalse();
            }
            assertThat(run.left()).doesNotContain(lease.database());
        }
    }

    @Test
    void nothingIsLeftAndNothingIsComplainedAbout() throws SQLException {
        RunDatabase run = RunDatabase.open(request);
        try (LogRecords log = new LogRecords(Template.class)) {
            boot(run).provision("OrderTest");
            assertThat(run.left()).hasSize(3);
            run.close();
            assertThat(log.at(Level.WARNING)).isEmpty();
        }
        assertThat(run.left()).isEmpty();
    }

    @Test
    void whatADeadRunLeftIsDropped() throws SQLException {
        try (Connection connection = server.connect("postgres"); RunDatabase living = RunDatabase.open(request)) {
            RunId dead = RunId.random();
            new DatabaseCopies(true).copy(connection, LeaseName.runDatabase(dead), "template0", PostgresServer.SUPERUSER);
            OrphanSweeper sweeper = OrphanSweeper.ofDatabases(connection);

            assertThat(sweeper.sweep()).contains(LeaseName.runDatabase(dead)).doesNotContain(living.name());

            assertThat(sweeper.leftOf(dead)).isEmpty();
            assertThat(living.left()).containsExactly(living.name());
        }
    }

    @Test
    void connectionsAreCounted() {
        try (RunDatabase run = RunDatabase.open(request)) {
            assertThat(run.connectionsForPools()).isPositive();
        }
    }
}
