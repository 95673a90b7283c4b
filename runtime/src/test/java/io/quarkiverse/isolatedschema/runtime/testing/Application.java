package io.quarkiverse.isolatedschema.runtime.testing;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.quarkiverse.isolatedschema.runtime.BackgroundJobs;
import io.quarkiverse.isolatedschema.runtime.KeptPlace;
import io.quarkiverse.isolatedschema.runtime.LeaseKeeper;
import io.quarkiverse.isolatedschema.runtime.LeaseManager;
import io.quarkiverse.isolatedschema.runtime.Stocks;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.provision.BootedApplication;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabaseRequest;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabaseRequest;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;
import io.quarkiverse.isolatedschema.runtime.straggler.JobRuns;

/**
 * An application without Quarkus: it has booted, with a table of notes, and takes leases as test classes would. It stands on
 * a role and a database of its own.
 */
public final class Application implements AutoCloseable {

    private static final Duration DRAIN = Duration.ofMillis(200);

    private final io.quarkiverse.isolatedschema.runtime.provision.Run run;

    private final LeaseManager leases;

    private Application(Run application, io.quarkiverse.isolatedschema.runtime.provision.Run run, int ahead) {
        this.run = run;
        this.leases = new LeaseManager(run, Pools.of(application),
                new LeaseManager.Parts(BackgroundJobs.NONE, List::of, Fixtures.STATEMENTS),
                Fences.of(run, new JobRuns()), new LeaseManager.Limits(new LeaseManager.Timeouts(Duration.ofSeconds(20), DRAIN),
                        new Stocks.Ahead(ahead, 1, fixtures -> Integer.MAX_VALUE, () -> false),
                        new LeaseKeeper.Keeping(new KeptLeases.Limits(Duration.ofHours(1), 10), KeptPlace.lasting())),
                new RunReport(run::left));
    }

    /** One whose leases are databases. */
    public static Application cloning(Run application, RunDatabaseRequest request, int ahead) throws SQLException {
        return new Application(application, RunDatabase.open(request), ahead).boot();
    }

    /** One whose leases are schemas of its database. */
    public static Application replaying(Run application, int ahead) throws SQLException {
        return new Application(application, GivenDatabase.open(new GivenDatabaseRequest(application.request(),
                "\"$user\", public", Provisioning.REPLAY, BootedApplication.UNKNOWN)), ahead).boot();
    }

    private Application boot() throws SQLException {
        try {
            in(connection -> execute(connection, "create table note (text text)"));
            leases.capture();
            return this;
        } catch (SQLException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Runs in the middle of a test. */
    public interface Test {

        void run(Lease lease) throws Exception;
    }

    /** What a test class does that has only one test: finds no notes, takes one, and does what the test is about. */
    public void testClass(String name, Test test) throws Exception {
        Lease lease = leases.handOver(name);
        try {
            in(connection -> {
                assertThat(query(connection, "select current_schema()")).containsExactly(lease.schema());
                assertThat(query(connection, "select text from note")).isEmpty();
                execute(connection, "insert into note values ('" + name + "')");
            });
            test.run(lease);
        } finally {
            leases.giveBack();
        }
    }

    /** A test class in which all is well. */
    public void testClass(String name) throws Exception {
        testClass(name, lease -> assertThat(notes()).containsExactly(name));
    }

    public List<String> notes() throws SQLException {
        try (Connection connection = leases.dataSource().getConnection()) {
            return query(connection, "select text from note");
        }
    }

    /** Works as the application does. */
    public interface Work {

        void with(Connection connection) throws SQLException;
    }

    public void in(Work work) throws SQLException {
        try (Connection connection = leases.dataSource().getConnection()) {
            work.with(connection);
        }
    }

    public LeaseManager leases() {
        return leases;
    }

    public io.quarkiverse.isolatedschema.runtime.provision.Run run() {
        return run;
    }

    /** The end of a run. */
    @Override
    public void close() {
        leases.close();
        run.close();
    }
}
