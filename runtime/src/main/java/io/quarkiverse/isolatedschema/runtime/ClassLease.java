package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.reset.Wipe;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;

/**
 * The lease of one test class, and what its methods find in it. Between methods the application is in the lease that they
 * share;
 * a method may be rolled back, or have a lease of its own meanwhile. Called by one thread, that of JUnit.
 */
final class ClassLease {

    private static final Logger log = Logger.getLogger(ClassLease.class);

    private final ClassTools tools;

    private final ClassPlan plan;

    private final SharedLease shared;

    private final Snapshots snapshots;

    private final Deque<Baseline> baselines = new ArrayDeque<>();

    /** What was handed over. */
    private Contents contents;

    /** That of the method that runs, if it has its own. */
    private OwnLease own;

    /** Whether methods may have left something in the shared lease since its baseline. */
    private boolean used;

    /** Whether the method that left it was one that is wiped. */
    private boolean toBeWiped;

    /** Whether the shared lease holds something else than what its methods begin with. */
    private boolean stale;

    private String method = "";

    /**
     * The application is in the lease of the class, fresh from the hand-over.
     *
     * @param contents what the lease holds
     * @param wipe ready to wipe it, where that was done ahead
     */
    ClassLease(ClassTools tools, ClassPlan plan, Contents contents, Optional<Wipe> wipe) {
        this.tools = tools;
        this.plan = plan;
        this.contents = contents;
        this.shared = new SharedLease(tools, plan.testClass(), wipe.orElse(null));
        this.snapshots = new Snapshots(tools);
        baselines.push(new Baseline(plan.writesBefore()));
    }

    /** Loads the test data of the class, and remembers what that makes for all others who want the same. */
    void loadFixtures() {
        shared.load(plan.fixtures());
        copyForAll(plan.fixtures());
        contents = tools.stocks().of(plan.fixtures()).map(stock -> Contents.of(stock, FixtureSet.NONE))
                .orElse(Contents.of(tools.stocks().base(), plan.fixtures()));
    }

    /** What still went on at the end of a method, and was cut off. */
    Stragglers stragglers() {
        return shared.stragglers();
    }

    /** What the fresh leases of the class are made of. */
    Provisioner origin() {
        return contents.stock().orElse(tools.stocks().base()).provisioner();
    }

    /** A method begins. */
    void begin(MethodPlan next) {
        end();
        method = next.method();
        if (plan.resetsAny()) {
            takeBaseline(plan.resets().contains(Reset.WIPE) || plan.resets().contains(Reset.FRESH));
        }
        long start = System.nanoTime();
        switch (next.reset()) {
            case WIPE -> wipe();
            case FRESH -> takeOwn(next.fixtures());
            case ROLLBACK -> beginTransaction(next);
            default -> {
                used = true;
                toBeWiped = false;
            }
        }
        if (next.reset() == Reset.NONE || next.reset() == Reset.WIPE) {
            shared.load(next.fixtures());
        }
        tools.report().reset(next.reset(), System.nanoTime() - start);
    }

    /**
     * The method ends, if one runs: the application is in the lease that the methods share.
     *
     * @return the lease that the method had for itself, which is given back
     */
    Optional<Lease> end() {
        if (own != null) {
            OwnLease ended = own;
            own = null;
            return Optional.of(ended.giveBack(method));
        }
        if (shared.isInTransaction()) {
            stale |= !shared.rollBack(method);
        }
        return Optional.empty();
    }

    private void takeBaseline(boolean copied) {
        Baseline baseline = baselines.peek();
        boolean first = baseline.contents == null;
        if (first) {
            // So that ids begin for the first method where they begin for all others.
            tools.binding().still(() -> null);
            baseline.contents = baseline.writes ? Contents.ofOneClass(Optional.empty()) : contents;
        }
        boolean copy = baseline.writes && copied && !baseline.copied;
        if (copy) {
            baseline.contents = Contents.ofOneClass(freeze("when its baseline was copied").map(tools.stocks()::addForOneClass));
            baseline.copied = true;
        }
        if ((first || copy) && plan.resets().contains(Reset.WIPE)) {
            shared.rememberRows();
        }
    }

    private void wipe() {
        shared.wipe().ifPresent(this::replaceShared);
        used = true;
        toBeWiped = true;
    }

    private void replaceShared(String reason) {
        log.debugf("%s gets a fresh lease, because %s cannot be brought back to its baseline: %s", method,
                shared.lease().schema(), reason);
        Contents wanted = baselines.peek().contents;
        Stock stock = wanted.stock()
                .orElseThrow(() -> ResetErrors.notBroughtBack(method, shared.lease(), reason, tools.leasesCanBeCopied()));
        PreparedLease next = next(stock);
        shared.replace(next.pool(), next.wipe(), "when its baseline was brought back");
        shared.load(wanted.missing());
        stale = false;
        if (plan.resets().contains(Reset.WIPE)) {
            shared.rememberRows();
        }
        tools.report().replaced();
    }

    private void beginTransaction(MethodPlan next) {
        if (stale) {
            replaceShared("a nested class has written to it, or a rollback has failed");
        } else if (toBeWiped) {
            wipe();
        }
        toBeWiped = false;
        shared.begin(next);
    }

    private void takeOwn(FixtureSet fixtures) {
        Contents wanted = baselines.peek().contents;
        boolean forAll = wanted.forAll() && !fixtures.isEmpty();
        FixtureSet all = plan.fixtures().and(fixtures);
        Optional<Stock> loaded = forAll ? tools.stocks().of(all) : Optional.empty();
        Stock stock = loaded.or(wanted::stock).orElseThrow(() -> ResetErrors.noFresh(method, shared.lease()));
        own = new OwnLease(tools, shared, next(stock).withoutWipe());
        own.enter(method);
        if (loaded.isEmpty()) {
            shared.load(wanted.missing().and(fixtures));
            if (forAll) {
                copyForAll(all);
            }
        }
    }

    /** The lease after this one comes soon, and would wait for what is not begun now. */
    private PreparedLease next(Stock stock) {
        PreparedLease next = tools.supply().next(stock, method);
        tools.report().oneMoreLease();
        tools.background().execute(stock::fill);
        return next;
    }

    private void copyForAll(FixtureSet fixtures) {
        freeze("when its test data was copied").ifPresent(copy -> tools.stocks().add(fixtures, copy));
    }

    /** A copy of what the lease holds that the application is in; empty where schemas cannot be copied. */
    private Optional<Provisioner> freeze(String occasion) {
        if (!tools.leasesCanBeCopied()) {
            return Optional.empty();
        }
        long start = System.nanoTime();
        Lease lease = tools.binding().pool().lease();
        Supplier<Optional<Provisioner>> copy = () -> {
            try {
                return tools.stocks().base().provisioner().derive(lease);
            } catch (SQLException refused) {
                throw ResetErrors.notCopied(plan.testClass(), lease, refused);
            }
        };
        try {
            return own == null ? shared.frozen(occasion, copy) : own.frozen(occasion, copy);
        } finally {
            tools.report().copied(System.nanoTime() - start);
        }
    }

    /** A nested class begins; one that writes before its methods gives them a baseline of their own. */
    void beginNested(boolean writes) {
        if (!writes || !plan.resetsAny()) {
            baselines.push(baselines.peek());
            return;
        }
        end();
        method = plan.testClass();
        takeBaseline(true);
        if (used && plan.resets().contains(Reset.WIPE)) {
            wipe();
        } else if (stale) {
            replaceShared("a nested class has written to it");
        }
        baselines.push(new Baseline(true));
    }

    /** The nested class that began last has ended. */
    void endNested() {
        end();
        Baseline ended = baselines.pop();
        if (ended != baselines.peek()) {
            shared.closeSessions();
            stale = true;
            used = true;
            forget(ended);
        }
    }

    private void forget(Baseline baseline) {
        if (baseline.contents != null && !baseline.contents.forAll()) {
            baseline.contents.stock().ifPresent(stock -> tools.stocks().remove(stock, tools.dropper()::take));
        }
    }

    /** See {@link io.quarkiverse.isolatedschema.SchemaLease#snapshot(String)}. */
    void snapshot(String name) {
        refuseUnlessStill("snapshot", name);
        freeze("when snapshot '" + name + "' was taken").ifPresentOrElse(copy -> snapshots.put(name, copy),
                () -> snapshots.put(name, tools.binding().pool().lease()));
    }

    /** See {@link io.quarkiverse.isolatedschema.SchemaLease#restore(String)}. */
    void restore(String name) {
        Snapshots.Snapshot snapshot = snapshots.get(name);
        refuseUnlessStill("restore", name);
        snapshot.restore(plan.testClass()).ifPresent(copy -> {
            String occasion = "when snapshot '" + name + "' was restored";
            if (own == null) {
                shared.replace(copy, Optional.empty(), occasion);
            } else {
                own.replace(copy, occasion);
            }
        });
    }

    private void refuseUnlessStill(String call, String name) {
        if (shared.isInTransaction()) {
            throw ResetErrors.rolledBack(call, name, method);
        }
        snapshots.refuseUnlessStill(call, name);
    }

    /** The class ends; giving the lease back that its methods shared is up to the caller. */
    void close() {
        try {
            end();
        } finally {
            shared.closeSessions();
            snapshots.close();
            baselines.stream().distinct().forEach(this::forget);
        }
    }
}
