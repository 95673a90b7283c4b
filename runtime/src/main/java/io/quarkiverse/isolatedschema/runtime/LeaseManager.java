package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.datasource.RebindableDataSource;
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

    private final Boundary boundary;

    private final StragglerFence fence;

    private final RunReport report;

    private final WarmPool.Size ahead;

    private final LeaseKeeper.Keeping keeping;

    private final Background background = new Background();

    private final ServerWatch watch;

    private Provisioner provisioner;

    private LeasePreparation preparation;

    private WarmPool warmPool;

    private LeaseSupply supply;

    private LeaseDropper dropper;

    private LeaseKeeper keeper;

    private LeasePool bootPool;

    private volatile Lease current;

    /** The comment of a lease says one thing at a time. */
    private final Object commenting = new Object();

    private String holder = "";

    /** What the log is to say of the current lease. */
    private final AtomicReference<Runnable> untold = new AtomicReference<>();

    /**
     * @param run where the application boots
     * @param pools makes the pool of each lease
     * @param jobs held back at every boundary
     * @param hooks reset what the application holds in memory, at every boundary
     * @param fence keeps work that began in one lease out of the next
     * @param timeouts the bounds of every wait
     * @param ahead how many leases are prepared ahead
     * @param keeping how leases are kept for a look
     * @param report what the run did
     */
    public LeaseManager(Run run, LeasePoolFactory pools, BackgroundJobs jobs, Supplier<List<BoundaryHook>> hooks,
            StragglerFence fence,
            Timeouts timeouts, WarmPool.Size ahead, LeaseKeeper.Keeping keeping, RunReport report) {
        this.run = run;
        this.watch = new ServerWatch(run);
        this.keeping = keeping;
        this.pools = pools;
        this.ahead = ahead;
        this.report = report;
        this.bootPool = pools.create(run.bootLease(), run.recordingOfBoot());
        this.fence = fence;
        this.dataSource = new RebindableDataSource(bootPool, timeouts.park(), fence);
        this.boundary = new Boundary(dataSource, jobs, hooks, fence, timeouts.drain());
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

    @Override
    public Optional<Lease> current() {
        return Optional.ofNullable(current);
    }

    /**
     * Takes the template, right after the application has booted and before any test ran. Whoever asks for a connection
     * meanwhile waits.
     *
     * @throws IsolationException when the server refuses
     */
    public void capture() {
        long start = System.nanoTime();
        boundary.quiesce();
        try {
            boundary.park();
            bootPool.close();
            provisionBy(run.capture(this::use));
        } finally {
            bootPool = pools.create(run.bootLease());
            dataSource.rebind(bootPool);
            dataSource.unpark();
            boundary.resume();
        }
        long nanos = System.nanoTime() - start;
        report.captured(nanos, provisioner.provisioning());
        log.debugf("Took the template from database '%s' in %d ms; leases are made of it by %s", run.name(), nanos / 1_000_000,
                provisioner.provisioning());
        warmPool.fill();
    }

    private void provisionBy(Provisioner chosen) {
        provisioner = chosen;
        preparation = new LeasePreparation(provisioner, pools, ahead.connections());
        warmPool = new WarmPool(preparation, background, ahead);
        supply = new LeaseSupply(warmPool, preparation, watch, this::forgetAhead);
        dropper = new LeaseDropper(provisioner, report, background);
        keeper = new LeaseKeeper(provisioner, dropper, report, keeping);
    }

    private void use(Lease lease, Consumer<DataSource> work) {
        try (LeasePool pool = pools.create(lease)) {
            work.accept(pool.dataSource());
        }
    }

    @Override
    public Lease handOver(String testClass) {
        giveBack();
        long start = System.nanoTime();
        PreparedLease prepared = prepared(testClass);
        long ready = System.nanoTime();
        Boundary.Crossing crossing = cross(prepared.pool(), testClass);
        long end = System.nanoTime();
        report.handedOver(testClass, prepared.ahead(), prepared.nanos(), end - start);
        Lease lease = current;
        untold.set(() -> HandOverLog.tell(testClass, lease, prepared, end - start, ready - start, crossing));
        background.later(() -> afterHandOver(testClass, lease, prepared.ahead()));
        return lease;
    }

    /** What the class does not wait for. */
    private void afterHandOver(String testClass, Lease lease, boolean ahead) {
        tell();
        if (ahead) {
            describe(lease, testClass);
        }
        warmPool.fill();
        dropper.dropDue();
    }

    /** At the latest when the class ends. */
    private void tell() {
        Runnable line = untold.getAndSet(null);
        if (line != null) {
            line.run();
        }
    }

    private PreparedLease prepared(String testClass) {
        if (provisioner == null) {
            throw new IsolationException("Test class '" + testClass + "' gets no schema of its own: the template was not"
                    + " taken, because the application has not finished starting.");
        }
        return supply.next(testClass);
    }

    private void forgetAhead() {
        log.debug("The server was started anew or the network failed; leases prepared ahead have dead connections");
        warmPool.empty().forEach(dropper::take);
        bootPool.dataSource().flush(AgroalDataSource.FlushMode.INVALID);
    }

    /** Not after the lease was kept, which its comment says from then on. */
    private void describe(Lease lease, String testClass) {
        try {
            synchronized (commenting) {
                if (lease == current) {
                    provisioner.describe(lease, testClass);
                }
            }
        } catch (SQLException refused) {
            log.debugf(refused, "The comment of lease %s does not name %s", lease.schema(), testClass);
        }
    }

    /** The lease is current before the hooks run, since they may use it. */
    private Boundary.Crossing cross(LeasePool pool, String testClass) {
        current = pool.lease();
        holder = testClass;
        try {
            Boundary.Crossing crossing = boundary.cross(pool, "in which the application started",
                    "when " + testClass + " got a schema of its own");
            if (!crossing.stragglers().isEmpty()) {
                // Closing the connections in use takes closing their pool.
                bootPool.close();
                bootPool = pools.create(run.bootLease());
            }
            fence.trails().passed(false);
            report.stragglers(crossing.stragglers().all().size());
            return crossing;
        } catch (RuntimeException failed) {
            current = null;
            dataSource.rebind(bootPool);
            dropper.take(pool);
            throw failed;
        }
    }

    @Override
    public Stragglers giveBack() {
        if (current == null) {
            return Stragglers.NONE;
        }
        watch.look();
        tell();
        LeasePool finished = dataSource.current();
        current = null;
        try {
            Stragglers stragglers = boundary.cross(bootPool, "of " + holder, "when " + holder + " had ended").stragglers();
            report.stragglers(stragglers.all().size());
            return stragglers;
        } finally {
            if (dataSource.current() != bootPool) {
                dataSource.rebind(bootPool);
            }
            dropper.take(finished);
            fence.trails().passed(true);
        }
    }

    @Override
    public void keep(Lease lease, String testClass, boolean failed) {
        synchronized (commenting) {
            keeper.keep(lease, testClass, failed);
        }
    }

    @Override
    public void classWithoutLeaseBegins() {
        fence.trails().classWithoutLeaseBegins();
    }

    /** Ends what goes on in the background. What is left of the run goes with {@link Run#close()}. */
    @Override
    public void close() {
        current = null;
        background.close();
        watch.close();
        tell();
        if (warmPool != null) {
            warmPool.close();
        }
        dataSource.close();
        bootPool.close();
    }
}
