package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.reset.Wipe;
import io.quarkiverse.isolatedschema.runtime.reset.Wiped;

/** The snapshots of one test class, by their names. */
final class Snapshots implements AutoCloseable {

    private static final Logger log = Logger.getLogger(Snapshots.class);

    private final ClassTools tools;

    private final Map<String, Snapshot> byName = new LinkedHashMap<>();

    Snapshots(ClassTools tools) {
        this.tools = tools;
    }

    /** What a lease once held. */
    interface Snapshot {

        /**
         * @param holder the test class or method that wants it
         * @return another lease that holds it; empty when it was brought back in the same one
         */
        Optional<LeasePool> restore(String holder);

        void forget();
    }

    /** One that leases are made from. */
    void put(String name, Provisioner copy) {
        Stock stock = tools.stocks().addForOneClass(copy);
        tools.background().execute(stock::fill);
        replace(name, new Snapshot() {
            @Override
            public Optional<LeasePool> restore(String holder) {
                LeasePool next = tools.supply().next(stock, holder).withoutWipe();
                tools.report().oneMoreLease();
                tools.background().execute(stock::fill);
                return Optional.of(next);
            }

            @Override
            public void forget() {
                tools.stocks().remove(stock, tools.dropper()::take);
            }
        });
    }

    /** One that brings back the rows of the lease itself, where schemas cannot be copied. */
    void put(String name, Lease lease) {
        Wipe wipe;
        try {
            wipe = Wipe.prepare(lease.access().open(lease.url()), tools.scope(lease), tools.patience());
        } catch (SQLException refused) {
            throw ResetErrors.noSnapshot(name, lease, refused);
        }
        replace(name, new Snapshot() {
            @Override
            public Optional<LeasePool> restore(String holder) {
                Lease now = tools.binding().pool().lease();
                if (!now.equals(lease)) {
                    throw ResetErrors.notRestored(name, lease, List.of("the application is in schema '" + now.schema() + "'"));
                }
                Wiped wiped = tools.binding().still(wipe::wipe);
                if (!wiped.outcome().atBaseline()) {
                    throw ResetErrors.notRestored(name, lease, wiped.details());
                }
                return Optional.empty();
            }

            @Override
            public void forget() {
                try {
                    wipe.close();
                } catch (SQLException gone) {
                    log.debugf(gone, "The session of snapshot '%s' has ended", name);
                }
            }
        });
    }

    private void replace(String name, Snapshot snapshot) {
        Snapshot before = byName.put(name, snapshot);
        if (before != null) {
            before.forget();
        }
    }

    /** Whoever works in the lease would be cut off. */
    void refuseUnlessStill(String call, String name) {
        if (!tools.binding().isStill()) {
            throw ResetErrors.busy(call, name, tools.binding().pool(), tools.patience());
        }
    }

    Snapshot get(String name) {
        Snapshot snapshot = byName.get(name);
        if (snapshot == null) {
            throw ResetErrors.noSuchSnapshot(name, byName.keySet());
        }
        return snapshot;
    }

    @Override
    public void close() {
        byName.values().forEach(Snapshot::forget);
        byName.clear();
    }
}
