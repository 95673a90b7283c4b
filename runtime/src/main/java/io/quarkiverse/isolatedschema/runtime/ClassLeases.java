package io.quarkiverse.isolatedschema.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;
import io.quarkiverse.isolatedschema.runtime.reset.Wipe;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;

/** Hands leases over to test classes, one at a time, and takes them back; from when the template was taken. */
final class ClassLeases {

    private static final Logger log = Logger.getLogger(ClassLeases.class);

    private final Provisioner provisioner;

    private final ServerWatch watch;

    private final RunReport report;

    private final ClassTools tools;

    private final LeaseAnnouncer announcer;

    /** What leases were made of, to be compared with that. */
    private final Map<Lease, Provisioner> origins = new HashMap<>();

    private ClassLease held;

    private String holder = "";

    /**
     * @param provisioner makes leases
     * @param binding where the application is
     * @param pools makes the pool of each lease
     * @param application what it consists of beside its datasource
     * @param background what nobody waits for
     * @param watch tells whether the server is still the same
     * @param limits the bounds of all this
     * @param report what the run did
     */
    ClassLeases(Provisioner provisioner, Binding binding, LeasePoolFactory pools, LeaseManager.Parts application,
            Background background, ServerWatch watch, LeaseManager.Limits limits, RunReport report) {
        this.provisioner = provisioner;
        this.watch = watch;
        this.report = report;
        LeaseDropper dropper = new LeaseDropper(provisioner, report, background);
        this.tools = new ClassTools(binding,
                new Stocks(provisioner, pools, background, limits.ahead(), limits.timeouts().drain()),
                new LeaseSupply(watch, this::forgetAhead), dropper, pools, application.fixtures(), report.methods(), background,
                limits.timeouts().drain());
        this.announcer = new LeaseAnnouncer(provisioner, new LeaseKeeper(dropper, report, limits.keeping()));
    }

    Lease handOver(ClassPlan plan) {
        giveBack();
        String testClass = plan.testClass();
        long start = System.nanoTime();
        Optional<Stock> loaded = tools.stocks().of(plan.fixtures());
        PreparedLease prepared = tools.supply().next(loaded.orElse(tools.stocks().base()), testClass);
        long ready = System.nanoTime();
        Boundary.Crossing crossing = enter(prepared, testClass);
        hold(plan, loaded, prepared.wipe());
        long end = System.nanoTime();
        report.handedOver(testClass, prepared.ahead(), prepared.nanos(), end - start);
        Lease lease = prepared.pool().lease();
        announcer.announce(() -> HandOverLog.tell(testClass, lease, prepared, end - start, ready - start, crossing));
        tools.background().later(() -> afterHandOver(testClass, lease, prepared.ahead()));
        return lease;
    }

    /** The lease is given back when its test data cannot be loaded. */
    private void hold(ClassPlan plan, Optional<Stock> loaded, Optional<Wipe> wipe) {
        if (!plan.resets().contains(Reset.WIPE)) {
            wipe.ifPresent(WipeAhead::close);
        }
        held = new ClassLease(tools, plan, Contents.of(loaded.orElse(tools.stocks().base()), FixtureSet.NONE),
                wipe.filter(any -> plan.resets().contains(Reset.WIPE)));
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
        announcer.tell();
        if (ahead) {
            announcer.describe(lease, testClass, () -> lease == tools.binding().current().orElse(null));
        }
        tools.stocks().fill();
        tools.dropper().dropDue();
    }

    private void forgetAhead() {
        log.debug("The server was started anew or the network failed; leases prepared ahead have dead connections");
        tools.stocks().empty().forEach(tools.dropper()::take);
        tools.binding().flushBoot();
    }

    private Boundary.Crossing enter(PreparedLease prepared, String testClass) {
        holder = testClass;
        try {
            return tools.binding().enter(prepared.pool(), testClass);
        } catch (RuntimeException failed) {
            tools.dropper().take(prepared.withoutWipe());
            throw failed;
        }
    }

    void beginMethod(MethodPlan plan) {
        if (held != null) {
            held.begin(plan);
        }
    }

    Optional<Lease> endMethod() {
        if (held == null) {
            return Optional.empty();
        }
        Optional<Lease> back = held.end();
        back.ifPresent(lease -> {
            origins.put(lease, held.origin());
            // Another lease may be wanted soon.
            watch.look();
        });
        return back;
    }

    void beginNested(boolean writes) {
        if (held != null) {
            held.beginNested(writes);
        }
    }

    void endNested() {
        if (held != null) {
            held.endNested();
        }
    }

    void snapshot(String name) {
        held().snapshot(name);
    }

    void restore(String name) {
        held().restore(name);
    }

    private ClassLease held() {
        if (held == null) {
            throw CurrentSchemaLease.none();
        }
        return held;
    }

    Stragglers giveBack() {
        if (held == null) {
            return Stragglers.NONE;
        }
        watch.look();
        announcer.tell();
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
        LeasePool finished = tools.binding().pool();
        origins.put(finished.lease(), ended.origin());
        try {
            return tools.binding().leave(holder);
        } finally {
            tools.dropper().take(finished);
        }
    }

    void keep(Lease lease, String testClass, boolean failed) {
        announcer.keep(lease, testClass, failed, origins.getOrDefault(lease, provisioner));
    }

    /** Has leases prepared ahead. */
    void fill() {
        tools.stocks().fill();
    }

    /** To be called after the background's end. */
    void close() {
        announcer.tell();
        tools.stocks().close();
    }
}
