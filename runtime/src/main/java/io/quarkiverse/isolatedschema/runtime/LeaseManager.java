package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.datasource.RebindableDataSource;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureLoader;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
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

    private final RebindableDataSource dataSource;

    private final Binding binding;

    private final Parts application;

    private final RunReport report;

    private final Timeouts timeouts;

    private final Stocks.Ahead ahead;

    private final LeaseKeeper.Keeping keeping;

    private final Background background = new Background();

    private final ServerWatch watch;

    private Provisioner provisioner;

    private Stocks stocks;

    private LeaseSupply supply;

    private LeaseDropper dropper;

    private LeaseKeeper keeper;

    private ClassLease held;

    private final StragglerFence fence;

    /** The comment of a lease says one thing at a time. */
    private final Object commenting = new Object();

    private String holder = "";

    /** What leases with test data were made of, to be compared with that. */
    private final Map<Lease, Provisioner> origins = new HashMap<>();

    /** What the log is to say of the current lease. */
    private final AtomicReference<Runnable> untold = new AtomicReference<>();

    /**
     * @param run where the application boots
     * @param pools makes the pool of each lease
     * @param application what it consists of beside its datasource
     * @param fence keeps work that began in one lease out of the next
     * @param timeouts the bounds of every wait
     * @param ahead how many leases are prepared ahead
     * @param keeping how leases are kept for a look
     * @param report what the run did
     */
    public LeaseManager(Run run, LeasePoolFactory pools, Parts application, StragglerFence fence, Timeouts timeouts,
            Stocks.Ahead ahead, LeaseKeeper.Keeping keeping, RunReport report) {
        this.run = run;
        this.watch = new ServerWatch(run);
        this.keeping = keeping;
        this.pools = pools;
        this.ahead = ahead;
        this.report = report;
        this.timeouts = timeouts;
        this.application = application;
        this.fence = fence;
        this.dataSource = new RebindableDataSource(pools.create(run.bootLease(), run.recordingOfBoot()), timeouts.park(),
                fence);
        this.binding = new Binding(pools, dataSource,
                new Boundary(dataSource, application.jobs(), application.hooks(), fence, timeouts.drain()), fence, report);
    }

    /**
     * @param park how long somebody who asks for a connection waits while the template is taken
     * @param drain how long work in progress may go on at a boundary before its connections are closed
     */
    public record Timeouts(Duration park, Duration drain) {
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

    public RebindableDataSource dataSource() {
        return dataSource;
    }

    @Override
    public Optional<Lease> current() {
        return binding.current();
    }

    /**
     * Takes the template, right after the application has booted and before any test ran. Whoever asks for a connection
     * meanwhile waits.
     *
     * @throws IsolationException when the server refuses
     */
    public void capture() {
        long start = System.nanoTime();
        provisionBy(binding.frozen("when the template of the schemas was taken", () -> run.capture(this::use)));
        long nanos = System.nanoTime() - start;
        report.captured(nanos, provisioner.provisioning());
        log.debugf("Took the template from database '%s' in %d ms; leases are made of it by %s", run.name(), nanos / 1_000_000,
                provisioner.provisioning());
        stocks.fill();
    }

    private void provisionBy(Provisioner chosen) {
        provisioner = chosen;
        stocks = new Stocks(provisioner, pools, background, ahead);
        supply = new LeaseSupply(watch, this::forgetAhead);
        dropper = new LeaseDropper(provisioner, report, background);
        keeper = new LeaseKeeper(dropper, report, keeping);
    }

    private void use(Lease lease, Consumer<DataSource> work) {
        try (LeasePool pool = pools.create(lease)) {
            work.accept(pool.dataSource());
        }
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
        giveBack();
        String testClass = plan.testClass();
        long start = System.nanoTime();
        refuseBeforeCapture(testClass);
        Optional<Stock> loaded = stocks.of(plan.fixtures());
        PreparedLease prepared = supply.next(loaded.orElse(stocks.base()), testClass);
        long ready = System.nanoTime();
        Boundary.Crossing crossing = enter(prepared.pool(), testClass);
        hold(plan, loaded);
        long end = System.nanoTime();
        report.handedOver(testClass, prepared.ahead(), prepared.nanos(), end - start);
        Lease lease = prepared.pool().lease();
        untold.set(() -> HandOverLog.tell(testClass, lease, prepared, end - start, ready - start, crossing));
        background.later(() -> afterHandOver(testClass, lease, prepared.ahead()));
        return lease;
    }

    /** The lease is given back when its test data cannot be loaded. */
    private void hold(ClassPlan plan, Optional<Stock> loaded) {
        held = new ClassLease(new ClassTools(binding, stocks, supply, dropper, pools, application.fixtures(), report.methods(),
                background, timeouts.drain()), plan, Contents.of(loaded.orElse(stocks.base()), FixtureSet.NONE));
        if (loaded.isPresent()) {
            if (!plan.fixtures().isEmpty()) {
                report.methods().withFixtures();
            }
            return;
        }
        try {
            held.loadFixtures();
        } catch (RuntimeException failed) {
            giveBack();
            throw failed;
        }
    }

    /** What the class does not wait for. */
    private void afterHandOver(String testClass, Lease lease, boolean ahead) {
        tell();
        if (ahead) {
            describe(lease, testClass);
        }
        stocks.fill();
        dropper.dropDue();
    }

    /** At the latest when the class ends. */
    private void tell() {
        Runnable line = untold.getAndSet(null);
        if (line != null) {
            line.run();
        }
    }

    private void refuseBeforeCapture(String testClass) {
        if (provisioner == null) {
            throw new IsolationException("Test class '" + testClass + "' gets no schema of its own: the template was not"
                    + " taken, because the application has not finished starting.");
        }
    }

    private void forgetAhead() {
        log.debug("The server was started anew or the network failed; leases prepared ahead have dead connections");
        stocks.empty().forEach(dropper::take);
        binding.flushBoot();
    }

    /** Not after the lease was kept, which its comment says from then on. */
    private void describe(Lease lease, String testClass) {
        try {
            synchronized (commenting) {
                if (lease == current().orElse(null)) {
                    provisioner.describe(lease, testClass);
                }
            }
        } catch (SQLException refused) {
            log.debugf(refused, "The comment of lease %s does not name %s", lease.schema(), testClass);
        }
    }

    private Boundary.Crossing enter(LeasePool pool, String testClass) {
        holder = testClass;
        try {
            return binding.enter(pool, testClass);
        } catch (RuntimeException failed) {
            dropper.take(pool);
            throw failed;
        }
    }

    @Override
    public void beginMethod(MethodPlan plan) {
        if (held != null) {
            held.begin(plan);
        }
    }

    @Override
    public Optional<Lease> endMethod() {
        if (held == null) {
            return Optional.empty();
        }
        watch.look();
        Optional<Lease> back = held.end();
        back.ifPresent(lease -> origins.put(lease, held.origin()));
        return back;
    }

    @Override
    public void beginNested(boolean writes) {
        if (held != null) {
            held.beginNested(writes);
        }
    }

    @Override
    public void endNested() {
        if (held != null) {
            held.endNested();
        }
    }

    @Override
    public void snapshot(String name) {
        held().snapshot(name);
    }

    @Override
    public void restore(String name) {
        held().restore(name);
    }

    private ClassLease held() {
        if (held == null) {
            throw CurrentSchemaLease.none();
        }
        return held;
    }

    @Override
    public Stragglers giveBack() {
        if (held == null) {
            return Stragglers.NONE;
        }
        watch.look();
        tell();
        ClassLease ended = held;
        held = null;
        Stragglers cut;
        try {
            ended.close();
        } finally {
            cut = leave(ended);
        }
        return cut.isEmpty() ? ended.stragglers() : cut;
    }

    private Stragglers leave(ClassLease ended) {
        LeasePool finished = binding.pool();
        origins.put(finished.lease(), ended.origin());
        try {
            return binding.leave(holder);
        } finally {
            dropper.take(finished);
        }
    }

    @Override
    public void keep(Lease lease, String testClass, boolean failed) {
        synchronized (commenting) {
            keeper.keep(lease, testClass, failed, origins.getOrDefault(lease, provisioner));
        }
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
        tell();
        if (stocks != null) {
            stocks.close();
        }
        binding.close();
    }
}
