package io.quarkiverse.isolatedschema.runtime;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.orphan.OrphanSweeper;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.Schemas;
import io.quarkiverse.isolatedschema.runtime.provision.BootedApplication;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabaseRequest;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;
import io.quarkiverse.isolatedschema.runtime.straggler.JobRuns;
import io.quarkiverse.isolatedschema.runtime.testing.Fences;
import io.quarkiverse.isolatedschema.runtime.testing.Fixtures;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** What becomes of a lease that is kept, and what is told of it, however leases are made. */
@ExtendWith(PostgresServerExtension.class)
class KeptLeaseTest {

    private final PostgresServer server;

    private Run application;

    private io.quarkiverse.isolatedschema.runtime.provision.Run run;

    private RunReport report;

    private int ahead;

    private LeaseManager leases;

    KeptLeaseTest(PostgresServer server) {
        this.server = server;
    }

    private void clones(KeptPlace place) throws SQLException {
        application = Run.on(server);
        boot(RunDatabase.open(application.request()), place, 10);
    }

    private void schemas(KeptPlace place) throws SQLException {
        application = GivenRun.application(server);
        boot(GivenDatabase.open(new GivenDatabaseRequest(application.again(), "\"$user\", public", Provisioning.AUTO,
                BootedApplication.UNKNOWN)), place, 10);
    }

    private void boot(io.quarkiverse.isolatedschema.runtime.provision.Run opened, KeptPlace place, int maxCount)
            throws SQLException {
        run = opened;
        report = new RunReport(run::left);
        leases = new LeaseManager(run, Pools.of(application),
                new LeaseManager.Parts(BackgroundJobs.NONE, List::of, Fixtures.NONE), Fences.of(run, new JobRuns()),
                new LeaseManager.Limits(new LeaseManager.Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(1)),
                        new Stocks.Ahead(ahead, 1, fixtures -> ahead, () -> false),
                        new LeaseKeeper.Keeping(new KeptLeases.Limits(Duration.ofHours(1), maxCount), place)),
                report);
        inApplication("create table note (id int primary key, text text); insert into note values (1, 'reference');"
                + " create table slip (text text)");
        leases.capture();
    }

    @AfterEach
    void dropAll() throws SQLException {
        leases.close();
        run.close();
        try (Connection databases = server.access(application.role()).connect("postgres");
                Connection schemas = server.access(application.role()).connect(application.database())) {
            KeptLeases.ofDatabases(databases).dropBeyond(0);
            KeptLeases.ofSchemas(schemas).dropBeyond(0);
            assertThat(Databases.ours(databases)).isEmpty();
            assertThat(Schemas.ours(schemas)).isEmpty();
        }
    }

    private void inApplication(String sql) throws SQLException {
        try (Connection connection = leases.dataSource().getConnection()) {
            for (String statement : sql.split("; ")) {
                execute(connection, statement);
            }
        }
    }

    private Lease work() throws SQLException {
        Lease lease = leases.handOver("OrderTest");
        inApplication("insert into note values (2, 'new'); update note set text = 'other' where id = 1;"
                + " insert into slip values ('a'), ('a'); create table extra (id int)");
        leases.giveBack();
        return lease;
    }

    private void assertHoldsTheRows(Lease lease) throws SQLException {
        try (Connection connection = Run.connect(lease)) {
            assertThat(Databases.query(connection, "select text from note order by id")).containsExactly("other", "new");
        }
    }

    private List<String> keep(Lease lease, boolean failed, Level level) {
        try (LogRecords log = new LogRecords(LeaseKeeper.class)) {
            leases.keep(lease, "OrderTest", failed);
            return log.at(level).stream().map(block -> block.replaceAll("until \\S+Z", "until <then>")
                    .replace(lease.schema(), "<schema>").replace(lease.database(), "<database>")
                    .replace(application.role(), "<role>").replaceAll("localhost:\\d+", "localhost:<port>")).toList();
        }
    }

    @Test
    void aCloneOutlivesItsRunAndIsToldOfOnce() throws SQLException {
        clones(KeptPlace.lasting());
        Lease lease = work();

        assertThat(keep(lease, true, Level.WARNING)).containsExactly(
                """
                        OrderTest has failed. What it worked in is kept for a look until <then>:
                            schema    <schema>
                            database  <schema>
                            rows      note: 1 added, 1 changed
                                      slip: 2 added
                            defined   new table "extra"
                                      new column "extra.id"
                            open      psql 'postgresql://<role>@localhost:<port>/<schema>?options=-csearch_path%3D<schema>%2C%22%24user%22%2Cpublic'""");
        assertOutlivesTheRun(lease);
    }

    @Test
    void aSchemaOutlivesItsRunAndIsToldOfOnce() throws SQLException {
        schemas(KeptPlace.lasting());
        Lease lease = work();

        assertThat(keep(lease, true, Level.WARNING)).containsExactly(
                """
                        OrderTest has failed. What it worked in is kept for a look until <then>:
                            schema    <schema>
                            database  <database>
                            rows      note: 1 added, 1 changed
                                      slip: 2 added
                            defined   new table "extra"
                                      new column "extra.id"
                            open      psql 'postgresql://<role>@localhost:<port>/<database>?options=-csearch_path%3D<schema>%2C%22%24user%22%2Cpublic'""");
        assertOutlivesTheRun(lease);
    }

    private void assertOutlivesTheRun(Lease lease) throws SQLException {
        assertThat(report.end()).isEqualTo("1 kept: " + lease.schema() + " of OrderTest.");
        leases.handOver("CustomerTest");
        leases.giveBack();
        leases.close();
        run.close();
        assertThat(run.left()).as("left without being kept").isEmpty();
        try (Connection databases = server.access(application.role()).connect("postgres");
                Connection schemas = server.access(application.role()).connect(application.database())) {
            assertThat(OrphanSweeper.ofDatabases(databases).sweep()).isEmpty();
            assertThat(OrphanSweeper.ofSchemas(schemas).sweep()).isEmpty();
        }
        assertHoldsTheRows(lease);
    }

    @Test
    void theNextRunDropsWhatIsKeptBeyondItsLimit() throws SQLException {
        clones(KeptPlace.lasting());
        Lease lease = work();
        keep(lease, true, Level.WARNING);
        run.close();

        try (RunDatabase next = RunDatabase.open(application.again())) {
            next.limitKept(1);
            assertHoldsTheRows(lease);
            next.limitKept(0);
            assertThat(server.query("postgres", "select datname from pg_database where datname = ?", lease.database()))
                    .isEmpty();
        }
    }

    @Test
    void ofAClassThatHasNotFailedNoChangesAreTold() throws SQLException {
        clones(KeptPlace.lasting());
        Lease lease = work();

        assertThat(keep(lease, false, Level.INFO)).containsExactly(
                """
                        OrderTest is over. What it worked in is kept for a look until <then>:
                            schema    <schema>
                            database  <schema>
                            open      psql 'postgresql://<role>@localhost:<port>/<schema>?options=-csearch_path%3D<schema>%2C%22%24user%22%2Cpublic'""");
        assertHoldsTheRows(lease);
    }

    @Test
    void whereTheServerGoesTheChangesAreToldAllTheSame() throws SQLException {
        clones(KeptPlace.embedded());
        Lease lease = work();

        assertThat(keep(lease, true, Level.WARNING)).containsExactly(
                """
                        OrderTest has failed. What it worked in goes with the embedded server at the end of the run; to keep it for a look, set 'quarkus.isolated-schema.keep-server=PT30M'.
                            schema    <schema>
                            database  <schema>
                            rows      note: 1 added, 1 changed
                                      slip: 2 added
                            defined   new table "extra"
                                      new column "extra.id\"""");
        assertThat(report.end()).isEqualTo("Nothing is left.");
        run.close();
        assertThat(run.left()).isEmpty();
    }

    @Test
    void oneThatCannotBeKeptIsToldOfAndDropped() throws SQLException {
        clones(KeptPlace.lasting());
        Lease lease = work();
        server.execute("postgres", "alter database " + lease.database() + " owner to " + PostgresServer.SUPERUSER);

        assertThat(keep(lease, true, Level.WARNING)).singleElement().asString()
                .startsWith("OrderTest has failed. What it worked in could not be kept for a look: ERROR: must be owner of"
                        + " database <schema>. It is dropped; see the server's log.\n    schema    <schema>")
                .contains("note: 1 added, 1 changed").doesNotContain("psql");

        assertThat(report.end()).isEqualTo("Nothing is left.");
        server.execute("postgres", "alter database " + lease.database() + " owner to " + application.role());
    }

    @Test
    void oneThatCannotBeLookedAtIsKept() throws SQLException {
        clones(KeptPlace.lasting());
        Lease lease = work();
        String template = run.left().stream().filter(name -> name.startsWith("test_tpl_")).findFirst().orElseThrow();
        server.execute("postgres", "drop database " + template);

        assertThat(keep(lease, true, Level.WARNING)).singleElement().asString()
                .contains("is kept for a look until", "unknown   what it has changed: ERROR: template database \"" + template,
                        "psql");
        assertHoldsTheRows(lease);
    }

    @Test
    void oneThatWasPreparedAheadIsKeptHoweverShortItsClassWas() throws Exception {
        ahead = 1;
        clones(KeptPlace.lasting());
        Lease lease = leases.handOver("OrderTest");
        leases.giveBack();
        keep(lease, false, Level.INFO);

        // What a hand-over leaves to the background begins 20 ms after it.
        Thread.sleep(500);

        try (Connection connection = server.access(application.role()).connect("postgres")) {
            assertThat(KeptLeases.ofDatabases(connection).names().alive()).containsExactly(lease.database());
        }
    }

    @Test
    void whoeverIsNotKeptCostsNothing() throws SQLException {
        clones(KeptPlace.lasting());
        try (LogRecords log = new LogRecords(LeaseKeeper.class)) {
            Lease lease = work();

            assertThat(run.left()).as("the run database, its template and the lease").hasSize(3).contains(lease.database());
            assertThat(log.at(Level.WARNING)).isEmpty();
            assertThat(log.at(Level.INFO)).isEmpty();
        }
    }
}
