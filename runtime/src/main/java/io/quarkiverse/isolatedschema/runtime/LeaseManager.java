package io.quarkiverse.isolatedschema.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.datasource.RebindableDataSource;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureLoader;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.provision.Run;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;
import io.quarkiverse.isolatedschema.runtime.straggler.StragglerFence;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;
import io.quarkiverse.isolatedschema.spi.BoundaryHook;

/**
 * The life of the leases of one run: takes the template, hands leases over and takes them back.
 * <p>
 * Called by one thread, that of JUnit; the datasource it rebinds is used by all.
 */
public final class LeaseManager implements Leases, AutoCloseable {

    private static final Logger log = Logger.getLogger(LeaseManager.class);

    private final Run run;

    private final LeasePoolFactory pools;

    private final Parts application;

    private final StragglerFence fence;

    private final Limits limits;

    private final RunReport report;

    private final RebindableDataSource dataSource;

    private final Binding binding;

    private final Background background = new Background();

    private final ServerWatch watch;

    /** Empty until the template was taken. */
    private Optional<ClassLeases> leases = Optional.empty();

    /**
     * @param run where the application boots
     * @param pools makes the pool of each lease
     * @param application what it consists of beside its datasource
     * @param fence keeps work that began in one lease out of the next
     * @param limits the bounds of all this
     * @param report what the run did
     */
    public LeaseManager(Run run, LeasePoolFactory pools, Parts application, StragglerFence fence, Limits limits,
            RunReport report) {
        this.run = run;
        this.pools = pools;
        this.application = application;
        this.fence = fence;
        this.limits = limits;
        this.report = report;
        this.watch = new ServerWatch(run);
        this.dataSource = new RebindableDataSource(pools.create(run.bootLease(), run.recordingOfBoot()),
                limits.timeouts().park(), fence);
        this.binding = new Binding(pools, dataSource, new Boundary(dataSource, application.jobs(), application.hooks(), fence,
                limits.timeouts().drain()), fence, report);
    }

    /**
     * The application, beside its datasource.
     *
     * @param jobs held back at every boundary
     * @param hooks reset what the application holds in memory, at every boundary
     * @param fixtures loads test data
     */
    public record Parts(BackgroundJobs jobs, Supplier<List<BoundaryHook>> hooks, FixtureLoader fixtures) {
    }

    /**
     * How long, and how many.
     *
     * @param timeouts the bounds of every wait
     * @param ahead how many leases are prepared ahead
     * @param keeping how leases are kept for a look
     */
    public record Limits(Timeouts timeouts, Stocks.Ahead ahead, LeaseKeeper.Keeping keeping) {
    }

    /**
     * @param park how long somebody who asks for a connection waits while the template is taken
     * @param drain how long work in progress may go on at a boundary before its connections are closed
     */
    public record Timeouts(Duration park, Duration drain) {
    }

    public RebindableDataSource dataSource() {
        return dataSource;
    }

    /**
     * Takes the template, right after the application has booted and before any test ran. Whoever asks for a connection
     * meanwhile waits.
     *
     * @throws IsolationException when the server refuses
     */
    public void capture() {
        long start = System.nanoTime();
        Provisioner provisioner = binding.frozen("when the template of the schemas was taken", () -> run.capture(this::use));
        ClassLeases captured = new ClassLeases(provisioner, binding, pools, application, background, watch, limits, report);
        leases = Optional.of(captured);
        long nanos = System.nanoTime() - start;
        report.captured(nanos, provisioner.provisioning());
        log.debugf("Took the template from database '%s' in %d ms; leases are made of it by %s", run.name(), nanos / 1_000_000,
                provisioner.provisioning());
        captured.fill();
    }

    private void use(Lease lease, Consumer<DataSource> work) {
        try (LeasePool pool = pools.create(lease)) {
            work.accept(pool.dataSource());
        }
    }

    @Override
    public Optional<Lease> current() {
        return binding.current();
    }

    /**
     * @param testClass the name of a test class that wants nothing but a lease
     * @return the lease
     * @see #handOver(ClassPlan)
     */
    public Lease handOver(String testClass) {
        return handOver(ClassPlan.of(testClass));
    }

    @Override
    public Lease handOver(ClassPlan plan) {
        return leases.orElseThrow(() -> new IsolationException("Test class '" + plan.testClass()
                + "' gets no schema of its own: the template was not taken, because the application has not finished starting."))
                .handOver(plan);
    }

    @Override
    public void beginMethod(MethodPlan plan) {
        leases.ifPresent(captured -> captured.beginMethod(plan));
    }

    @Override
    public Optional<Lease> endMethod() {
        return leases.flatMap(ClassLeases::endMethod);
    }

    @Override
    public void beginNested(boolean writes) {
        leases.ifPresent(captured -> captured.beginNested(writes));
    }

    @Override
    public void endNested() {
        leases.ifPresent(ClassLeases::endNested);
    }

    @Override
    public void snapshot(String name) {
        leases.orElseThrow(CurrentSchemaLease::none).snapshot(name);
    }

    @Override
    public void restore(String name) {
        leases.orElseThrow(CurrentSchemaLease::none).restore(name);
    }

    @Override
    public Stragglers giveBack() {
        return leases.map(ClassLeases::giveBack).orElse(Stragglers.NONE);
    }

    @Override
    public void keep(Lease lease, String testClass, boolean failed) {
        leases.ifPresent(captured -> captured.keep(lease, testClass, failed));
    }

    @Override
    public void classWithoutLeaseBegins() {
        fence.trails().classWithoutLeaseBegins();
    }

    /** Ends what goes on in the background. What is left of the run goes with {@link Run#close()}. */
    @Override
    public void close() {
        background.close();
        watch.close();
        leases.ifPresent(ClassLeases::close);
        binding.close();
    }
}
