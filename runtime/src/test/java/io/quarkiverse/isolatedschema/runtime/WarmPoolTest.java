package io.quarkiverse.isolatedschema.runtime;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;
import io.quarkiverse.isolatedschema.runtime.straggler.JobRuns;
import io.quarkiverse.isolatedschema.runtime.testing.Fences;
import io.quarkiverse.isolatedschema.runtime.testing.Fixtures;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class WarmPoolTest {

    private static final int CONNECTIONS = 2;

    private final PostgresServer server;

    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    private Run application;

    private RunDatabase run;

    private RunReport report;

    private LeaseManager leases;

    WarmPoolTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() throws SQLException {
        application = Run.on(server);
        run = RunDatabase.open(application.request());
        report = new RunReport(run::left);
    }

    @AfterEach
    void stop() {
        leases.close();
        run.close();
        assertThat(run.left()).isEmpty();
    }

    private boolean wiped;

    private void boot(int depth) throws SQLException {
        leases = new LeaseManager(run, Pools.of(application),
                new LeaseManager.Parts(BackgroundJobs.NONE, List::of, Fixtures.NONE),
                Fences.of(run, new JobRuns()),
                new LeaseManager.Limits(new LeaseManager.Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(1)),
                        new Stocks.Ahead(depth, CONNECTIONS, fixtures -> left.get(), () -> wiped),
                        new LeaseKeeper.Keeping(new KeptLeases.Limits(Duration.ofHours(1), 10), KeptPlace.lasting())),
                report);
        try (Connection connection = leases.dataSource().getConnection()) {
            execute(connection, "create table orders (number text); insert into orders values ('of the boot')");
        }
        leases.capture();
    }

    /** The databases of leases that have their connections open and that nobody has yet. */
    private List<String> ready() throws SQLException {
        return server.query("postgres", "select d.datname from pg_database d where d.datname like ? and"
                + " shobj_description(d.oid, 'pg_database') like '%: " + LeasePreparation.AHEAD + ",%' and "
                + CONNECTIONS + " = (select count(*) from pg_stat_activity a where a.datid = d.oid and a.state = 'idle')",
                "test\\_" + run.run() + "%").stream()
                .filter(database -> leases.current().filter(now -> now.database().equals(database)).isEmpty()).toList();
    }

    private List<String> eventuallyReady(int count) throws Exception {
        return eventually(this::ready, count);
    }

    private static List<String> eventually(Callable<List<String>> asked, int count) throws Exception {
        List<String> answer = asked.call();
        for (int i = 0; i < 500 && answer.size() != count; i++) {
            Thread.sleep(10);
            answer = asked.call();
        }
        assertThat(answer).hasSize(count);
        return answer;
    }

    private List<String> sessions(String database) throws SQLException {
        return server.query("postgres", "select pid::text from pg_stat_activity where datname = ?", database);
    }

    /** Without it, the first method waits ten times as long. */
    @Test
    void whereTheNextClassIsWipedItsLeaseHasBeenLookedAt() throws Exception {
        wiped = true;
        boot(1);
        List<String> ahead = eventually(() -> server.query("postgres", "select distinct d.datname from pg_database d"
                + " join pg_stat_activity a on a.datid = d.oid where d.datname like ? group by d.datname having count(*) = "
                + (CONNECTIONS + 1), "test\\_" + run.run() + "%"), 1);

        assertThat(leases.handOver(new ClassPlan("OrderTest", FixtureSet.NONE, Set.of(Reset.WIPE), false)).database())
                .isEqualTo(ahead.get(0));
        List<String> before = sessions(ahead.get(0));
        for (int i = 0; i < 2; i++) {
            leases.beginMethod(new MethodPlan("OrderTest.method", Reset.WIPE, FixtureSet.NONE));
            try (Connection connection = leases.dataSource().getConnection()) {
                assertThat(query(connection, "select number from orders")).containsExactly("of the boot");
                execute(connection, "insert into orders values ('of a method')");
            }
            leases.endMethod();
        }
        assertThat(sessions(ahead.get(0))).as("no session more").isEqualTo(before);
        leases.giveBack();
    }

    @Test
    void aClassThatIsNotWipedHasNoSessionForThat() throws Exception {
        wiped = true;
        boot(1);
        String ahead = eventually(() -> server.query("postgres", "select distinct d.datname from pg_database d"
                + " join pg_stat_activity a on a.datid = d.oid where d.datname like ? group by d.datname having count(*) = "
                + (CONNECTIONS + 1), "test\\_" + run.run() + "%"), 1).get(0);

        leases.handOver("OrderTest");
        eventually(() -> sessions(ahead), CONNECTIONS);
    }

    @Test
    void theLeaseOfTheFirstClassIsPreparedRightAfterTheStart() throws Exception {
        boot(1);
        String database = eventuallyReady(1).get(0);

        Lease lease = leases.handOver("OrderTest");
        assertThat(lease.database()).isEqualTo(database);
        try (Connection connection = leases.dataSource().getConnection()) {
            assertThat(query(connection, "select current_schema() || ' ' || number from orders"))
                    .containsExactly(lease.schema() + " of the boot");
        }
    }

    @Test
    void whileAClassRunsTheNextLeasesArePreparedAndNoMoreThanThat() throws Exception {
        boot(2);
        eventuallyReady(2);
        for (int i = 0; i < 3; i++) {
            String database = leases.handOver("Test" + i).database();
            assertThat(eventuallyReady(2)).doesNotContain(database);
        }
    }

    @Test
    void noneIsPreparedThatNoClassIsLeftFor() throws Exception {
        left.set(1);
        boot(2);
        eventuallyReady(1);

        left.set(0);
        leases.handOver("LastTest");
        leases.giveBack();
        leases.close();
        assertThat(server.query("postgres", "select datname from pg_database where datname like ?",
                "test\\_" + run.run() + "%")).as("boot lease and template live elsewhere").hasSize(1);
    }

    @Test
    void withDepthZeroEveryClassWaitsForItsOwn() throws Exception {
        boot(0);
        Lease lease = leases.handOver("OrderTest");
        assertThat(server.query("postgres", "select datname from pg_database where datname like ?",
                "test\\_" + run.run() + "%")).containsExactly(lease.database());
    }

    @Test
    void itsCommentNamesTheClassOnceItHasOne() throws Exception {
        boot(1);
        eventuallyReady(1);
        Lease lease = leases.handOver("OrderTest");
        eventually(() -> server.query("postgres", "select 1 from pg_database where datname = ? and"
                + " shobj_description(oid, 'pg_database') like '%: OrderTest,%'", lease.database()), 1);
    }

    @Test
    void aPreparationThatFailsFailsTheHandOverItWasForWithItsCause() throws Exception {
        boot(1);
        eventuallyReady(1);
        server.execute("postgres", "alter role " + application.role() + " nocreatedb");
        leases.handOver("FirstTest");

        assertThatThrownBy(() -> leases.handOver("SecondTest")).isInstanceOf(IsolationException.class)
                .hasMessageContaining("'SecondTest' gets no schema of its own").hasMessageContaining("permission denied")
                .hasCauseInstanceOf(SQLException.class);
        assertThat(leases.current()).isEmpty();

        server.execute("postgres", "alter role " + application.role() + " createdb");
        assertThat(leases.handOver("ThirdTest").schema()).startsWith("test_");
        eventuallyReady(1);
    }

    @Test
    void interruptedWhileItWaitsAClassLeavesTheLeaseToTheNextOne() throws Exception {
        boot(1);
        eventuallyReady(1);
        try (Connection blocking = server.connect("postgres")) {
            execute(blocking, "begin; lock table pg_database in share mode");
            leases.handOver("FirstTest");
            eventually(() -> server.query("postgres", "select 1 from pg_stat_activity where usename = ?"
                    + " and wait_event_type = 'Lock' and query like 'create database%'", application.role()), 1);
            leases.giveBack();

            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> leases.handOver("SecondTest")).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("Interrupted while it was being prepared");
            assertThat(Thread.interrupted()).isTrue();
        }
        Lease lease = leases.handOver("ThirdTest");
        assertThat(report.summary()).contains("in 2 leases", "2 of them ahead");
        assertThat(leases.current()).containsSame(lease);
    }

    @Test
    void closedItLeavesNoSession() throws Exception {
        boot(2);
        eventuallyReady(2);
        leases.close();
        leases.close();
        run.close();
        eventually(() -> server.query("postgres", "select pid::text from pg_stat_activity where usename = ?",
                application.role()), 0);
    }
}
