package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.reset.Wipe;
import io.quarkiverse.isolatedschema.runtime.reset.Wiped;
import io.quarkiverse.isolatedschema.runtime.rollback.RollbackRefused;
import io.quarkiverse.isolatedschema.runtime.rollback.RolledBack;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;

/** The lease that the methods of a class share, with the sessions that bring it back to what it was. */
final class SharedLease {

    private static final Logger log = Logger.getLogger(SharedLease.class);

    private final ClassTools tools;

    private final String testClass;

    private LeasePool pool;

    private RolledBackPool rolledBack;

    /** Knows the baseline; without it nobody does. */
    private Wipe wipe;

    private Stragglers stragglers = Stragglers.NONE;

    /**
     * The application is in the lease.
     *
     * @param wipe has looked at it ahead, or null
     */
    SharedLease(ClassTools tools, String testClass, Wipe wipe) {
        this.tools = tools;
        this.testClass = testClass;
        this.wipe = wipe;
        this.pool = tools.binding().pool();
    }

    Lease lease() {
        return pool.lease();
    }

    /** What still went on when the application went from one lease of the class to another, and was cut off. */
    Stragglers stragglers() {
        return stragglers;
    }

    /** What it holds now is its baseline. */
    void rememberRows() {
        long start = System.nanoTime();
        try {
            if (isLookedAt()) {
                return;
            }
            wipe = Wipe.prepare(lease().access().open(lease().url()), tools.scope(lease()), tools.patience());
        } catch (SQLException refused) {
            throw ResetErrors.noWipe(testClass, lease(), refused);
        }
        tools.report().wipePrepared(System.nanoTime() - start);
    }

    /** Whether somebody has looked at it before, so that only what has changed since is of interest. */
    private boolean isLookedAt() {
        try {
            if (wipe != null) {
                wipe.baseline();
            }
        } catch (SQLException gone) {
            log.debugf(gone, "What lease %s holds is looked at anew", lease().schema());
            closeWipe();
        }
        return wipe != null;
    }

    /** @return why it is not at its baseline again; empty when it is */
    Optional<String> wipe() {
        if (wipe == null) {
            return Optional.of("its rows were not remembered, or something else was brought back since");
        }
        Wiped wiped = tools.binding().still(wipe::wipe);
        return wiped.outcome().atBaseline() ? Optional.empty() : Optional.of(String.join(", ", wiped.details()));
    }

    boolean isInTransaction() {
        return rolledBack != null && tools.binding().pool() == rolledBack.pool();
    }

    /** All that the application does is done in one transaction from now on. */
    void begin(MethodPlan method) {
        tools.pools().notIntercepted().ifPresent(driver -> {
            throw RollbackRefused.driver(method.method(), "<default>", driver, "quarkus.datasource");
        });
        if (rolledBack == null || !rolledBack.isOf(lease())) {
            closeRolledBack();
            rolledBack = RolledBackPool.of(tools.pools(), lease(), tools.scope(lease()), tools.patience());
        }
        try {
            // Before anybody works in the pool: until then, statements are committed.
            rolledBack.begin(method.method());
        } catch (SQLException refused) {
            closeRolledBack();
            throw ResetErrors.noRollback(method.method(), refused);
        }
        passTo(rolledBack.pool(), "when " + method.method() + " began");
        if (!method.fixtures().isEmpty()) {
            tools.fixtures().load(method.fixtures(), rolledBack::connect);
        }
    }

    /** @return whether the lease is what it was before the transaction */
    boolean rollBack(String method) {
        RolledBack ended;
        try {
            passTo(pool, "when " + method + " had ended");
        } finally {
            ended = rolledBack.end();
            if (ended.outcome() != RolledBack.Outcome.UNDONE) {
                log.debugf(ended.cause().orElse(null), "%s in %s: %s", ended.reason(), lease().schema(), ended.outcome());
                closeRolledBack();
            }
        }
        return ended.outcome().atBaseline();
    }

    /** Takes the application into another pool of this or another lease of the class; the one it leaves stays open. */
    void passTo(LeasePool next, String occasion) {
        LeasePool left = tools.binding().pool();
        Stragglers cut = tools.binding().move(next, testClass, occasion);
        if (!cut.isEmpty()) {
            stragglers = cut;
            if (left == pool && next != pool) {
                // Closing the connections in use takes closing their pool.
                pool = tools.pools().create(left.lease());
                left.close();
            }
        }
    }

    /** Takes the application back from a lease that a method had for itself. */
    void comeBack(String occasion) {
        passTo(pool, occasion);
    }

    /**
     * Another lease takes the place of this one, which is given back.
     *
     * @param ahead has looked at it ahead
     */
    void replace(LeasePool next, Optional<Wipe> ahead, String occasion) {
        closeSessions();
        wipe = ahead.orElse(null);
        LeasePool left = pool;
        pool = next;
        try {
            passTo(next, occasion);
        } finally {
            tools.dropper().take(left);
        }
    }

    /** Loads test data into the lease that the application is in. */
    void load(FixtureSet fixtures) {
        if (!fixtures.isEmpty()) {
            Lease lease = tools.binding().pool().lease();
            long start = System.nanoTime();
            tools.fixtures().load(fixtures, () -> lease.access().open(lease.url()));
            tools.report().loaded(fixtures, System.nanoTime() - start);
        }
    }

    /** Does that while nobody is in the lease, which the application is in. */
    <T> T frozen(String occasion, Supplier<T> work) {
        closeSessions();
        try {
            return tools.binding().frozen(occasion, work);
        } finally {
            pool = tools.binding().pool();
        }
    }

    /** Those of ours, which keep a database from being copied and dropped. */
    void closeSessions() {
        closeRolledBack();
        closeWipe();
    }

    private void closeWipe() {
        if (wipe != null) {
            WipeAhead.close(wipe);
            wipe = null;
        }
    }

    private void closeRolledBack() {
        if (rolledBack != null) {
            rolledBack.close();
            rolledBack = null;
        }
    }
}
