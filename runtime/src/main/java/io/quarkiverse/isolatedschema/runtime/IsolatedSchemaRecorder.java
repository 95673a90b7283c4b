package io.quarkiverse.isolatedschema.runtime;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.enterprise.inject.Any;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkiverse.isolatedschema.runtime.boundary.TransactionObserver;
import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;
import io.quarkiverse.isolatedschema.runtime.config.Placement;
import io.quarkiverse.isolatedschema.runtime.config.RunDatabaseRequests;
import io.quarkiverse.isolatedschema.runtime.datasource.ApplicationDataSource;
import io.quarkiverse.isolatedschema.runtime.datasource.OtherDataSources;
import io.quarkiverse.isolatedschema.runtime.datasource.RebindableDataSource;
import io.quarkiverse.isolatedschema.runtime.flyway.PendingMigrations;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.provision.BootedApplication;
import io.quarkiverse.isolatedschema.runtime.provision.FirstConnection;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabaseRequest;
import io.quarkiverse.isolatedschema.runtime.provision.Run;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabaseRequest;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;
import io.quarkiverse.isolatedschema.runtime.report.RunReports;
import io.quarkiverse.isolatedschema.runtime.straggler.JobRuns;
import io.quarkiverse.isolatedschema.runtime.straggler.StragglerFence;
import io.quarkiverse.isolatedschema.runtime.straggler.ThreadTrails;
import io.quarkiverse.isolatedschema.runtime.test.TestClassLeases;
import io.quarkiverse.isolatedschema.spi.BoundaryHook;
import io.quarkus.agroal.runtime.DataSourcesJdbcRuntimeConfig;
import io.quarkus.arc.Arc;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.runtime.DataSourcesRuntimeConfig;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;

/** Builds the parts of an isolated application when it starts; the only place that knows Arc and Quarkus's configuration. */
@Recorder
public class IsolatedSchemaRecorder {

    private static final Logger log = Logger.getLogger(IsolatedSchemaRecorder.class);

    private final RuntimeValue<IsolatedSchemaConfig> config;

    private final RuntimeValue<DataSourcesRuntimeConfig> dataSources;

    private final RuntimeValue<DataSourcesJdbcRuntimeConfig> jdbc;

    /**
     * @param config this extension's configuration
     * @param dataSources the datasources' configuration
     * @param jdbc the datasources' JDBC configuration
     */
    public IsolatedSchemaRecorder(RuntimeValue<IsolatedSchemaConfig> config,
            RuntimeValue<DataSourcesRuntimeConfig> dataSources, RuntimeValue<DataSourcesJdbcRuntimeConfig> jdbc) {
        this.config = config;
        this.dataSources = dataSources;
        this.jdbc = jdbc;
    }

    /**
     * Opens the run, before anybody uses the datasource.
     *
     * @param namedPostgres the names of the Postgres datasources beside the default one
     * @param reactivePostgres whether the application has the reactive Postgres client
     * @param flyway whether the application has Flyway
     * @param hibernate whether the application has Hibernate ORM
     * @param serverGoes whether a server of ours is stopped after the application
     * @param shutdown closes the run when the application stops
     * @return the run; empty within when the default datasource is not active
     */
    public RuntimeValue<Optional<Run>> openRun(List<String> namedPostgres, boolean reactivePostgres, boolean flyway,
            boolean hibernate, boolean serverGoes, ShutdownContext shutdown) {
        RunDatabaseRequests requests = new RunDatabaseRequests(config.getValue(), dataSources.getValue(), jdbc.getValue());
        Optional<RunDatabaseRequest> request = requests.of(namedPostgres, reactivePostgres);
        Optional<Run> opened = request
                .map(asked -> open(asked, requests.placement(), new QuarkusApplication(flyway, hibernate)));
        boolean withServer = serverGoes && sharedConnections().isEmpty();
        opened.ifPresent(run -> end(run, withServer && request.get().serverIsOurs(), shutdown));
        return new RuntimeValue<>(opened);
    }

    /** How many connections of a server that others use, too, are for this application. */
    private static Optional<Integer> sharedConnections() {
        return ConfigProvider.getConfig().getOptionalValue(InternalKeys.CONNECTIONS, Integer.class);
    }

    /** What stays too long is dropped by the next start. */
    private void limitKept(Run run) {
        int most = config.getValue().kept().maxCount();
        try {
            run.limitKept(most);
        } catch (SQLException refused) {
            log.debugf(refused, "Nobody looked for leases that are kept beyond %d", most);
        }
    }

    private void end(Run run, boolean withServer, ShutdownContext shutdown) {
        RunReport report = withServer ? RunReport.goingWithServer() : new RunReport(run::left);
        RunReports.put(run.run(), report);
        limitKept(run);
        // A server that stays for what is kept has no use for the rest.
        shutdown.addLastShutdownTask(() -> {
            if (withServer && !report.keeps()) {
                run.abandon();
            } else {
                run.close();
            }
        });
    }

    private Run open(RunDatabaseRequest request, Placement placement, BootedApplication application) {
        log.debugf("The run takes place in %s, because %s", placement.given()
                ? "database '" + request.original().database() + "'"
                : "a database of its own", placement.reason());
        Run run = placement.given()
                ? GivenDatabase.open(new GivenDatabaseRequest(request, placement.searchPath(), config.getValue().provisioning(),
                        application))
                : RunDatabase.open(request);
        return FirstConnection.checked(run, jdbc.getValue().dataSources().get(DataSourceUtil.DEFAULT_DATASOURCE_NAME).jdbc()
                .newConnectionSql());
    }

    /**
     * @param run the run
     * @param scheduler whether the application has a scheduler
     * @param serverGoes whether a server of ours is stopped after the application
     * @return makes the lease manager
     */
    public Function<SyntheticCreationalContext<LeaseManager>, LeaseManager> leaseManager(
            RuntimeValue<Optional<Run>> run, boolean scheduler, boolean serverGoes) {
        return context -> {
            Run database = run.getValue().orElseThrow();
            IsolatedSchemaConfig asked = config.getValue();
            int allowed = Math.min(database.connectionsForPools(), sharedConnections().orElse(Integer.MAX_VALUE));
            ConnectionBudget budget = ConnectionBudget.of(allowed, asked.warmPool().depth(), asked.warmPool().connections());
            return new LeaseManager(database, ApplicationDataSource.pools(budget.perLease()),
                    new LeaseManager.Parts(
                            scheduler ? Arc.container().instance(SchedulerJobs.class).get() : BackgroundJobs.NONE,
                            () -> Arc.container().select(BoundaryHook.class, Any.Literal.INSTANCE).stream().toList(),
                            new ApplicationFixtures()),
                    fence(database),
                    new LeaseManager.Limits(new LeaseManager.Timeouts(asked.parkTimeout(), asked.drainTimeout()),
                            new Stocks.Ahead(budget.depth(), budget.ahead(),
                                    fixtures -> testClasses().next().wanted(fixtures, budget.depth()),
                                    () -> testClasses().next().wiped(budget.depth())),
                            new LeaseKeeper.Keeping(new KeptLeases.Limits(asked.kept().maxAge(), asked.kept().maxCount()),
                                    place(database, asked.kept().maxCount(), serverGoes))),
                    RunReports.of(database.run()));
        };
    }

    private static StragglerFence fence(Run run) {
        return new StragglerFence(Arc.container().instance(TransactionObserver.class).get().transactions(),
                Arc.container().instance(JobRuns.class).get(),
                new ThreadTrails(run.bootLease(), RunReports.of(run.run())::wentOn));
    }

    private static KeptPlace place(Run run, int maxCount, boolean serverGoes) {
        Config values = ConfigProvider.getConfig();
        if (maxCount < 1) {
            return KeptPlace.none();
        }
        if (!RunDatabaseRequests.isOurs(run.original(), values.getOptionalValue(InternalKeys.SERVER_OF_OURS, String.class))) {
            return KeptPlace.lasting();
        }
        Optional<Duration> time = values.getOptionalValue(InternalKeys.KEEP_SERVER, Duration.class);
        if (!serverGoes) {
            return KeptPlace.whileTestingContinues(time);
        }
        return values.getOptionalValue(InternalKeys.KEPT_UNTIL_FILE, Path.class)
                .map(file -> time.map(asked -> KeptPlace.embedded(asked, file)).orElseGet(KeptPlace::embedded))
                .orElseGet(KeptPlace::container);
    }

    /** @return makes the datasource that stands in for Quarkus's own */
    public Function<SyntheticCreationalContext<RebindableDataSource>, RebindableDataSource> dataSource() {
        return context -> leases().dataSource();
    }

    /**
     * @param run the run
     * @param all whether every test class is isolated, unless it says otherwise
     * @return makes the record of which test class holds the lease
     */
    public Supplier<TestClassLeases> testClassLeases(RuntimeValue<Optional<Run>> run, boolean all) {
        return () -> new TestClassLeases(leases(run).map(Leases.class::cast), all, config.getValue().keep().keep(),
                config.getValue().reset().reset(), config.getValue().stragglers());
    }

    /**
     * @param run the run
     * @return makes the lease in the test's hands
     */
    public Supplier<SchemaLease> schemaLease(RuntimeValue<Optional<Run>> run) {
        return () -> new CurrentSchemaLease(() -> leases(run).map(Leases.class::cast));
    }

    /** @return makes what a test gets for a lease where nothing is isolated */
    public Supplier<SchemaLease> noSchemaLease() {
        return () -> new CurrentSchemaLease(Optional::empty);
    }

    /**
     * Refuses what the application has made by itself, while it started, that leads around the run.
     *
     * @param run the run
     */
    public void refuseOtherDataSources(RuntimeValue<Optional<Run>> run) {
        run.getValue().ifPresent(
                database -> new OtherDataSources(database.original(), database.bootLease().url()).refuse());
    }

    /**
     * Applies the migrations that the application has left pending.
     *
     * @param run the run
     */
    public void migrate(RuntimeValue<Optional<Run>> run) {
        if (run.getValue().isPresent() && config.getValue().flyway().migrateBeforeCapture()) {
            PendingMigrations.apply();
        }
    }

    /**
     * Takes the template, right after the application has started.
     *
     * @param run the run
     * @param shutdown ends the lease that is held when the application stops
     */
    public void capture(RuntimeValue<Optional<Run>> run, ShutdownContext shutdown) {
        leases(run).ifPresent(leases -> {
            leases.capture();
            FirstConnection.check(run.getValue().orElseThrow(), leases.dataSource());
            shutdown.addShutdownTask(() -> testClasses().finish());
        });
    }

    private static Optional<LeaseManager> leases(RuntimeValue<Optional<Run>> run) {
        return run.getValue().map(database -> leases());
    }

    private static TestClassLeases testClasses() {
        return Arc.container().instance(TestClassLeases.class).get();
    }

    private static LeaseManager leases() {
        return Arc.container().instance(LeaseManager.class).get();
    }
}
