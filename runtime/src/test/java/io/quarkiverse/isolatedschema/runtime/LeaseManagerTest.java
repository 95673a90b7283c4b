package io.quarkiverse.isolatedschema.runtime;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;
import io.quarkiverse.isolatedschema.runtime.straggler.JobRuns;
import io.quarkiverse.isolatedschema.runtime.testing.Fences;
import io.quarkiverse.isolatedschema.runtime.testing.Fixtures;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;
import io.quarkiverse.isolatedschema.spi.BoundaryHook;

@ExtendWith(PostgresServerExtension.class)
class LeaseManagerTest {

    private static final Duration DRAIN = Duration.ofMillis(150);

    private final PostgresServer server;

    private final List<BoundaryHook> hooks = new ArrayList<>();

    private final List<String> jobs = new ArrayList<>();

    private RunDatabase run;

    private RunReport report;

    private LeaseManager leases;

    LeaseManagerTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void boot() throws SQLException {
        Run application = Run.on(server);
        run = RunDatabase.open(application.request());
        report = new RunReport(run::left);
        leases = new LeaseManager(run, Pools.of(application), new LeaseManager.Parts(new BackgroundJobs() {
            @Override
            public void pause() {
                jobs.add("pause");
            }

            @Override
            public void resume() {
                jobs.add("resume");
            }
        }, () -> hooks, Fixtures.NONE), Fences.of(run, new JobRuns()),
                new LeaseManager.Limits(new LeaseManager.Timeouts(Duration.ofSeconds(20), DRAIN),
                        new Stocks.Ahead(0, 1, fixtures -> 0, () -> false),
                        new LeaseKeeper.Keeping(new KeptLeases.Limits(Duration.ofHours(1), 10),
                                KeptPlace.lasting())),
                report);
        inApplication("create table orders (number text); insert into orders values ('of the boot')");
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

    private List<String> seen(String sql) throws SQLException {
        try (Connection connection = leases.dataSource().getConnection()) {
            return query(connection, sql);
        }
    }

    private void assertOnBootLease() throws SQLException {
        assertThat(leases.current()).isEmpty();
        assertThat(seen("select current_database() || ' ' || current_schema()"))
                .containsExactly(run.name() + " " + run.bootSchema());
    }

    @Test
    void beforeTheTemplateIsTakenNobodyGetsALease() throws SQLException {
        assertThatThrownBy(() -> leases.handOver("OrderTest")).isInstanceOf(IsolationException.class)
                .hasMessageContaining("'OrderTest' gets no schema of its own").hasMessageContaining("not finished starting");
        assertOnBootLease();
    }

    @Test
    void theApplicationPassesToTheLeaseAndBack() throws SQLException {
        leases.capture();
        assertOnBootLease();

        Lease lease = leases.handOver("OrderTest");
        assertThat(leases.current()).containsSame(lease);
        assertThat(seen("select current_database() || ' ' || current_schema()"))
                .containsExactly(lease.database() + " " + lease.schema());
        assertThat(seen("select number from orders")).containsExactly("of the boot");

        leases.giveBack();
        assertOnBootLease();
    }

    @Test
    void everyClassFindsWhatTheBootLeft() throws SQLException {
        leases.capture();
        for (int i = 0; i < 3; i++) {
            leases.handOver("Test" + i);
            assertThat(seen("select number from orders")).containsExactly("of the boot");
            inApplication("update orders set number = 'changed'; create table extra (id int)");
        }
        leases.giveBack();
        assertThat(seen("select number from orders")).containsExactly("of the boot");
    }

    @Test
    void leasesThatAreBackAreDroppedSomeAtATimeButForTheLatest() throws SQLException {
        leases.capture();
        List<String> databases = new ArrayList<>();
        for (int i = 0; i < LeaseDropper.BATCH; i++) {
            databases.add(leases.handOver("Test" + i).database());
            leases.giveBack();
            assertThat(run.left()).as("nothing is dropped one by one").containsAll(databases);
        }
        databases.add(leases.handOver("OneMoreTest").database());
        String now = leases.handOver("LastTest").database();
        for (int i = 0; i < 300 && run.left().contains(databases.get(0)); i++) {
            seen("select pg_sleep(0.01)::text");
        }
        assertThat(run.left()).doesNotContain(databases.get(0)).contains(run.name(), databases.get(LeaseDropper.BATCH), now);
    }

    @Test
    void givingBackNothingDoesNothing() throws SQLException {
        leases.capture();
        jobs.clear();
        leases.giveBack();

        assertThat(jobs).isEmpty();
        assertOnBootLease();
    }

    @Test
    void jobsAreHeldBackAtEveryBoundaryAndHooksRunInBetween() {
        hooks.add(schema -> jobs.add(schema.equals(run.bootSchema()) ? "hook boot" : "hook lease"));
        leases.capture();
        leases.handOver("OrderTest");
        leases.giveBack();

        assertThat(jobs).containsExactly("pause", "resume", "pause", "hook lease", "resume", "pause", "hook boot", "resume");
    }

    @Test
    void aHookIsCalledInTheLeaseItIsToldOf() {
        leases.capture();
        List<String> told = new ArrayList<>();
        hooks.add(schema -> {
            try {
                told.add(schema + "=" + seen("select current_schema()").get(0) + "="
                        + leases.current().map(Lease::schema).orElse(run.bootSchema()));
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
        String schema = leases.handOver("OrderTest").schema();
        leases.giveBack();

        assertThat(told).containsExactly(schema + "=" + schema + "=" + schema,
                run.bootSchema() + "=" + run.bootSchema() + "=" + run.bootSchema());
    }

    @Test
    void aHookThatFailsIsNamedAndTheApplicationIsOnTheBootLease() throws SQLException {
        leases.capture();
        BoundaryHook failing = new FailingHook();
        hooks.add(failing);

        assertThatThrownBy(() -> leases.handOver("OrderTest")).isInstanceOf(IsolationException.class)
                .hasMessageContaining("Boundary hook '" + FailingHook.class.getName() + "' failed")
                .hasMessageContaining("no cache").hasMessageContaining("mend the hook")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertOnBootLease();
        assertThat(jobs).endsWith("resume");

        hooks.clear();
        leases.handOver("CustomerTest");
        hooks.add(failing);
        assertThatThrownBy(leases::giveBack).isInstanceOf(IsolationException.class).hasMessageContaining("no cache");
        hooks.clear();
        assertOnBootLease();
    }

    private static final class FailingHook implements BoundaryHook {
        @Override
        public void onBoundary(String schema) {
            throw new IllegalStateException("no cache");
        }
    }

    @Test
    void refusedALeaseTheApplicationStaysOnTheBootLease() throws SQLException {
        leases.capture();
        String template = run.left().stream().filter(name -> name.startsWith("test_tpl_")).findFirst().orElseThrow();
        server.execute("postgres", "drop database " + template);

        assertThatThrownBy(() -> leases.handOver("OrderTest")).isInstanceOf(IsolationException.class)
                .hasMessageContaining("'OrderTest' gets no schema of its own, because the server refused to make one")
                .hasMessageContaining(template).hasCauseInstanceOf(SQLException.class);
        assertOnBootLease();
    }

    @Test
    void aConnectionStillInUseIsWaitedForThenWarnedOfAndClosed() throws SQLException {
        leases.capture();
        Lease lease = leases.handOver("OrderTest");
        try (LogRecords log = new LogRecords(Boundary.class); Connection straggler = leases.dataSource().getConnection()) {
            long start = System.nanoTime();
            leases.giveBack();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(DRAIN);
            assertThat(log.at(Level.WARNING)).singleElement().asString()
                    .startsWith("Work still went on in schema " + lease.schema() + " when OrderTest had ended. It had 150 ms"
                            + " ('quarkus.isolated-schema.drain-timeout') to come to its end. Then it was cut off: ");
            assertThatThrownBy(() -> query(straggler, "select 1")).isInstanceOf(SQLException.class);
        }
        assertOnBootLease();
    }

    @Test
    void interruptedAtTheBoundaryTheApplicationIsOnTheBootLeaseWhichStays() throws SQLException {
        leases.capture();
        try (Connection straggler = leases.dataSource().getConnection()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> leases.handOver("OrderTest")).isInstanceOf(IsolationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(straggler.isValid(1)).as("a connection of the boot lease").isTrue();
        }
        leases.giveBack();
        assertOnBootLease();

        leases.handOver("OrderTest");
        try (Connection straggler = leases.dataSource().getConnection()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(leases::giveBack).isInstanceOf(IsolationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertOnBootLease();
    }

    @Test
    void whatIsInUseWhileTheTemplateIsTakenIsClosedAndTheApplicationGoesOn() throws SQLException {
        try (LogRecords log = new LogRecords(Boundary.class); Connection listener = leases.dataSource().getConnection()) {
            leases.capture();

            assertThat(log.at(Level.WARNING)).singleElement().asString().contains("when the template of the schemas was taken",
                    "Its connections were closed.\n  - Thread '" + Thread.currentThread().getName() + "': a connection taken ");
            assertThatThrownBy(() -> query(listener, "select 1")).isInstanceOf(SQLException.class);
        }
        assertOnBootLease();
        assertThatCode(() -> leases.handOver("OrderTest")).doesNotThrowAnyException();
    }

    @Test
    void aTemplateThatCannotBeTakenIsAnErrorAndTheApplicationGoesOn() throws SQLException {
        server.execute("postgres", "alter role " + run.bootLease().access().user() + " nocreatedb");

        assertThatThrownBy(leases::capture).isInstanceOf(IsolationException.class)
                .hasMessageContaining(
                        "The template of the isolated schemas could not be taken from run database '" + run.name())
                .hasMessageContaining("permission denied").hasCauseInstanceOf(SQLException.class);
        assertOnBootLease();
        assertThat(jobs).containsExactly("pause", "resume");
    }

    @Test
    void closedItHandsOutNothingAndMayBeClosedAgain() {
        leases.capture();
        leases.handOver("OrderTest");
        leases.close();

        assertThat(leases.current()).isEmpty();
        assertThatThrownBy(() -> leases.dataSource().getConnection()).isInstanceOf(SQLException.class);
        assertThatCode(leases::close).doesNotThrowAnyException();
    }
}
