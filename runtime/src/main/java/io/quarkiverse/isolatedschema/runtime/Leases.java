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
     * @param plan what the test class wants
     * @return the lease
     * @throws io.quarkiverse.isolatedschema.IsolationException when it cannot be made, or the application can't be taken
     *         there; the application is on the boot lease then
     */
    Lease handOver(ClassPlan plan);

    /**
     * A method of the class that holds the lease begins: brings the lease to what it wants to find.
     *
     * @param plan what the method wants
     * @throws io.quarkiverse.isolatedschema.IsolationException when that cannot be done
     */
    void beginMethod(MethodPlan plan);

    /**
     * The method that began last is over.
     *
     * @return the lease that it had for itself and gives back, if it had
     */
    Optional<Lease> endMethod();

    /**
     * A nested class of the class that holds the lease begins.
     *
     * @param writes whether something may write to the lease before its first method begins
     */
    void beginNested(boolean writes);

    /** The nested class that began last is over. */
    void endNested();

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
     * @param testClass the name of the test class, or of its method, that it belonged to
     * @param failed whether that has failed; then it is told what the class has changed, too
     */
    void keep(Lease lease, String testClass, boolean failed);

    /**
     * @param name of a new snapshot
     * @throws io.quarkiverse.isolatedschema.IsolationException when it cannot be taken
     * @see io.quarkiverse.isolatedschema.SchemaLease#snapshot(String)
     */
    void snapshot(String name);

    /**
     * @param name of a snapshot of the class that holds the lease
     * @throws io.quarkiverse.isolatedschema.IsolationException when it cannot be restored
     * @see io.quarkiverse.isolatedschema.SchemaLease#restore(String)
     */
    void restore(String name);

    /** A test class begins that stays on the boot lease. */
    void classWithoutLeaseBegins();
}
