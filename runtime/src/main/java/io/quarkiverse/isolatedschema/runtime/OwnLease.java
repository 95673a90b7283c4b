package io.quarkiverse.isolatedschema.runtime;

import java.util.function.Supplier;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/** The lease that one method has for itself, while that of its class waits. */
final class OwnLease {

    private final ClassTools tools;

    private final SharedLease shared;

    private LeasePool pool;

    /** The application is still in the lease of the class; see {@link #enter(String)}. */
    OwnLease(ClassTools tools, SharedLease shared, LeasePool pool) {
        this.tools = tools;
        this.shared = shared;
        this.pool = pool;
    }

    void enter(String method) {
        shared.passTo(pool, "when " + method + " began");
    }

    /** Another lease takes the place of this one, which is given back. */
    void replace(LeasePool next, String occasion) {
        LeasePool left = pool;
        pool = next;
        try {
            shared.passTo(next, occasion);
        } finally {
            tools.dropper().take(left);
        }
    }

    /** Does that while nobody is in the lease. */
    <T> T frozen(String occasion, Supplier<T> work) {
        try {
            return tools.binding().frozen(occasion, work);
        } finally {
            pool = tools.binding().pool();
        }
    }

    /** The application goes back to the lease of the class. */
    Lease giveBack(String method) {
        try {
            shared.comeBack("when " + method + " had ended");
        } finally {
            tools.dropper().take(pool);
            tools.background().execute(tools.dropper()::dropDue);
        }
        return pool.lease();
    }
}
