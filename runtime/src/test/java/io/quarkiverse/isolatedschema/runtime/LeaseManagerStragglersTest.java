package io.quarkiverse.isolatedschema.runtime;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;

import org.acme.Application;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;
import io.quarkiverse.isolatedschema.runtime.straggler.JobRuns;
import io.quarkiverse.isolatedschema.runtime.straggler.OpenTransactions;
import io.quarkiverse.isolatedschema.runtime.straggler.Straggler;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;
import io.quarkiverse.isolatedschema.runtime.testing.Fences;
import io.quarkiverse.isolatedschema.runtime.testing.Fixtures;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** Work of one class that still goes on when the next one begins. */
@ExtendWith(PostgresServerExtension.class)
class LeaseManagerStragglersTest {

    private static final Duration DRAIN = Duration.ofMillis(400);

    private final PostgresServer server;

    private final TransactionManager manager = Fences.transactions();

    private final OpenTransactions transactions = new OpenTransactions(manager);

    private final JobRuns jobs = new JobRuns();

    private RunDatabase run;

    private RunReport report;

    private LeaseManager leases;

    LeaseManagerStragglersTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void boot() throws SQLException {
        Run application = Run.on(server);
        run = RunDatabase.open(application.request());
        report = new RunReport(run::left);
        leases = new LeaseManager(run, Pools.of(application),
                new LeaseManager.Parts(BackgroundJobs.NONE, List::of, Fixtures.NONE),
                Fences.of(run, jobs, transactions, report::wentOn),
                new LeaseManager.Limits(new LeaseManager.Timeouts(Duration.ofSeconds(20), DRAIN),
                        new Stocks.Ahead(0, 1, fixtures -> 0, () -> false),
                        new LeaseKeeper.Keeping(new KeptLeases.Limits(Duration.ofHours(1), 10), KeptPlace.lasting())),
                report);
        inApplication("create table orders (number text)");
    }

    @AfterEach
    void stop() {
        leases.close();
        run.close();
        assertThat(run.left()).isEmpty();
    }

    private void inApplication(String sql) throws SQLException {
        try (Connection connection = leases.dataSource().getConnection()) {
            execute(connection, sql);
        }
    }

    private static Duration time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void aClassWithoutStragglersIsNotWaitedFor() throws SQLException {
        leases.capture();
        Duration fastest = DRAIN;
        for (int i = 0; i < 5; i++) {
            leases.handOver("OrderTest");
            inApplication("insert into orders values ('1')");
            Duration taken = time(() -> assertThat(leases.giveBack().isEmpty()).isTrue());
            fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
        }
        assertThat(fastest).as("on a machine with other work to do").isLessThan(DRAIN.dividedBy(4));
        assertThat(report.summary()).doesNotContain("straggler");
    }

    @Test
    void whoHoldsAConnectionIsNamedWithItsSqlAndItsSessionEnds() throws Exception {
        leases.capture();
        Lease lease = leases.handOver("OrderTest");
        Connection used = Application.calls(leases.dataSource()::getConnection);
        CompletableFuture<Void> sleeping = CompletableFuture.runAsync(() -> {
            assertThatThrownBy(() -> execute(used, "select pg_sleep(60), 'in   peace'")).isInstanceOf(SQLException.class);
        });
        while (server.query("postgres", "select pid::text from pg_stat_activity where state = 'active' and datname = '"
                + lease.database() + "'").isEmpty()) {
            Thread.onSpinWait();
        }

        Stragglers left = leases.giveBack();
        assertThat(left.schema()).isEqualTo(lease.schema());
        assertThat(left.all()).singleElement().satisfies(straggler -> {
            assertThat(straggler.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(straggler.work()).matches("a connection taken \\d+ ms ago at org\\.acme\\.Application\\.calls"
                    + "\\(Application\\.java:\\d+\\), running for \\d+ ms: select pg_sleep\\(60\\), 'in peace'");
        });
        sleeping.get();
        String sleepers = "select query from pg_stat_activity where query like 'select pg_sleep(60)%'";
        for (int i = 0; i < 200 && !server.query("postgres", sleepers).isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertThat(server.query("postgres", sleepers)).as("the session is over on the server, too").isEmpty();
        assertThat(report.summary()).endsWith(" 1 straggler was cut off.");
    }

    @Test
    void aSessionThatIdlesInATransactionIsNamedWithItsLastSql() throws SQLException {
        leases.capture();
        leases.handOver("OrderTest");
        try (Connection idle = leases.dataSource().getConnection()) {
            idle.setAutoCommit(false);
            execute(idle, "insert into orders values ('" + "x".repeat(300) + "')");
            assertThat(leases.giveBack().all()).singleElement().extracting(Straggler::work).asString()
                    .matches(".*, idle in transaction for \\d+ ms, since its last SQL: insert into orders values \\('x+…");
            assertThatThrownBy(idle::commit).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aTransactionThatBeganInTheClassNeitherCommitsNorGetsAConnectionAfterwards() throws Exception {
        leases.capture();
        Lease lease = leases.handOver("OrderTest");
        manager.begin();
        transactions.begun();
        Stragglers left = leases.giveBack();
        leases.handOver("CustomerTest");

        assertThat(left.all()).singleElement().extracting(Straggler::work).asString()
                .matches("a transaction, which has been open for \\d+ ms without a connection");
        assertThatThrownBy(() -> inApplication("insert into orders values ('late')")).isInstanceOf(SQLException.class)
                .hasMessageStartingWith("This transaction gets no connection: it began in schema " + lease.schema()
                        + " of OrderTest, which the application has left since.");
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        inApplication("insert into orders values ('outside of the transaction')");
    }

    @Test
    void aTransactionOfAnotherThreadIsWaitedFor() throws Exception {
        leases.capture();
        leases.handOver("OrderTest");
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            try {
                manager.begin();
                transactions.begun();
                begun.countDown();
                Thread.sleep(20);
                inApplication("insert into orders values ('in time')");
                manager.commit();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        begun.await();
        assertThat(leases.giveBack().isEmpty()).isTrue();
        other.get();
    }

    @Test
    void aRunOfAJobIsWaitedForThenCutOff() throws Exception {
        leases.capture();
        Lease lease = leases.handOver("OrderTest");
        CountDownLatch crossed = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        Thread job = new Application.Worker("job", () -> {
            JobRuns.Run late = jobs.begun("org.acme.Job#run");
            running.countDown();
            Application.calls(() -> {
                crossed.await();
                return null;
            });
            assertThatThrownBy(() -> inApplication("insert into orders values ('late')")).isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("Job 'org.acme.Job#run' gets no connection: this run of it began in schema "
                            + lease.schema() + " of OrderTest");
            late.ended();
        });
        Throwable[] failure = new Throwable[1];
        job.setUncaughtExceptionHandler((thread, failed) -> failure[0] = failed);
        job.start();
        running.await();

        Stragglers[] left = new Stragglers[1];
        assertThat(time(() -> left[0] = leases.giveBack())).isGreaterThanOrEqualTo(DRAIN);
        assertThat(left[0].all()).singleElement().asString()
                .matches("Thread 'job': job 'org\\.acme\\.Job#run', which has run for"
                        + " \\d+ ms without a connection, now at org\\.acme\\.Application.*");
        assertThat(time(() -> leases.handOver("CustomerTest"))).as("it is waited for once").isLessThan(Duration.ofSeconds(20));
        crossed.countDown();
        job.join();
        assertThat(failure[0]).isNull();
        assertThat(leases.giveBack().isEmpty()).isTrue();
    }

    @Test
    void aJobThatEndsInTimeIsNotCutOff() throws Exception {
        leases.capture();
        leases.handOver("OrderTest");
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Void> job = CompletableFuture.runAsync(() -> {
            JobRuns.Run inTime = jobs.begun("org.acme.Job#run");
            running.countDown();
            Application.calls(() -> {
                Thread.sleep(20);
                inApplication("insert into orders values ('in time')");
                return null;
            });
            inTime.ended();
        });
        running.await();
        assertThat(leases.giveBack().isEmpty()).isTrue();
        assertThat(job).isDone();
    }

    @Test
    void aJobThatNeedsAConnectionToEndDoesNotHoldUpTheTemplate() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Void> job = CompletableFuture.runAsync(() -> {
            JobRuns.Run boot = jobs.begun("org.acme.Job#run");
            running.countDown();
            Application.calls(() -> {
                Thread.sleep(50);
                inApplication("insert into orders values ('of the job')");
                return null;
            });
            boot.ended();
        });
        running.await();
        try (LogRecords log = new LogRecords(Boundary.class)) {
            leases.capture();
            assertThat(log.at(Level.WARNING)).isEmpty();
        }
        job.get();
        leases.handOver("OrderTest");
        try (Connection connection = leases.dataSource().getConnection()) {
            assertThat(query(connection, "select number from orders")).as("it ended before the template was taken")
                    .containsExactly("of the job");
        }
    }

    @Test
    void aJobThatHoldsNothingWhileTheTemplateIsTakenGoesOn() throws Exception {
        JobRuns.Run slow = jobs.begun("org.acme.Job#run");
        try (LogRecords log = new LogRecords(Boundary.class)) {
            leases.capture();
            assertThat(log.at(Level.WARNING)).isEmpty();
        }
        inApplication("insert into orders values ('of the job')");
        slow.ended();
    }

    @Test
    void aConnectionOfTheBootLeaseIsCutOffWhenAClassBegins() throws SQLException {
        leases.capture();
        try (LogRecords log = new LogRecords(Boundary.class); Connection listening = leases.dataSource().getConnection()) {
            leases.handOver("OrderTest");

            assertThat(log.at(Level.WARNING)).singleElement().asString()
                    .startsWith("Work still went on in schema " + run.bootSchema() + " when OrderTest got a schema of its own");
            assertThatThrownBy(() -> query(listening, "select 1")).isInstanceOf(SQLException.class);
        }
        assertThat(leases.giveBack().isEmpty()).isTrue();
        inApplication("insert into orders values ('in the boot lease, which goes on')");
    }

    @Test
    void aTransactionCannotCommitWhatItWroteBefore() throws Exception {
        leases.capture();
        leases.handOver("OrderTest");
        manager.begin();
        transactions.begun();
        Transaction late = manager.suspend();
        leases.handOver("CustomerTest");

        manager.resume(late);
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
    }
}
