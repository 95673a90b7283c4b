package io.quarkiverse.isolatedschema.runtime;

import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;

/** What tests need to know of leases: which is the one of now, and how to get and return one. */
public interface Leases {

    /** @return the lease of now, or empty while the application is on the boot lease */
    Optional<Lease> current();

    /**
     * Makes a fresh lease and points the application at it.
     *
     * @param testClass the name of the test class that gets it
     * @return the lease
     * @throws io.quarkiverse.isolatedschema.IsolationException when it cannot be made, or the application can't be taken
     *         there; the application is on the boot lease then
     */
    Lease handOver(String testClass);

    /**
     * Takes the current lease back and returns the application to the boot lease; without a lease it does nothing.
     *
     * @return what still ran in the lease, and was cut off
     */
    Stragglers giveBack();

    /**
     * Keeps a lease for a look that was given back, and tells where it is, or says why it can't be kept.
     *
     * @param lease the lease; the one that was given back last
     * @param testClass the name of the test class that it belonged to
     * @param failed whether that has failed; then it is told what the class has changed, too
     */
    void keep(Lease lease, String testClass, boolean failed);

    /** A test class begins that stays on the boot lease. */
    default void classWithoutLeaseBegins() {
    }
}
