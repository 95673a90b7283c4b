package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases.Kept;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases.Limits;

/** Makes leases that hold what the boot lease held when it was captured, and drops them. Usable by several threads at once. */
public interface Provisioner {

    /** @return how it makes them: never {@link Provisioning#AUTO} */
    Provisioning provisioning();

    /**
     * Makes a lease: fresh, fully migrated, with a name of its own.
     *
     * @param purpose what it is for, such as the name of a test class; told in its comment
     * @param reachable told of the lease as soon as it can be connected to, though nothing may be asked of its schema yet;
     *        where that is no earlier than the end, it is not told
     * @return the lease and how long its parts took
     * @throws SQLException when the server refuses; nothing of the lease is left then
     */
    Provisioned provision(String purpose, Consumer<Lease> reachable) throws SQLException;

    /**
     * Makes a lease: fresh, fully migrated, with a name of its own.
     *
     * @param purpose what it is for, such as the name of a test class; told in its comment
     * @return the lease and how long its parts took
     * @throws SQLException when the server refuses; nothing of the lease is left then
     */
    default Provisioned provision(String purpose) throws SQLException {
        return provision(purpose, lease -> {
        });
    }

    /**
     * Says what a lease is for, which it did not say when it was made.
     *
     * @param lease one made here
     * @param purpose what it is for, such as the name of a test class; told in its comment
     * @throws SQLException when the server refuses
     */
    void describe(Lease lease, String purpose) throws SQLException;

    /**
     * Drops a lease, and nothing else. A database goes with the sessions that are left in it; a schema in which somebody
     * still works stays until the end of the run.
     *
     * @param lease one made here
     * @throws SQLException when the server refuses
     */
    void drop(Lease lease) throws SQLException;

    /**
     * Freezes what a lease holds now, beside the lease. The caller keeps the application from opening connections to it
     * meanwhile.
     *
     * @param lease one made here, or by a provisioner that was derived from this
     * @return makes leases that hold the same; empty where schemas cannot be copied
     * @throws SQLException when the server refuses, among others with {@value Databases#IN_USE} when somebody is connected to
     *         the lease
     */
    Optional<Provisioner> derive(Lease lease) throws SQLException;

    /**
     * Drops what was frozen for this, and nothing of the leases made from it. No lease can be made any more then.
     *
     * @throws SQLException when the server refuses; it goes at the end of the run then
     */
    void discard() throws SQLException;

    /**
     * Keeps a lease for a look, beyond the end of the run, and drops the oldest ones beyond the limit.
     *
     * @param lease one made here, which nobody works in any more
     * @param testClass the name of the test class it belonged to
     * @param limits how much is kept
     * @return until when, and what was dropped for it
     * @throws SQLException when the server refuses; the lease is not kept then
     */
    Kept keep(Lease lease, String testClass, Limits limits) throws SQLException;

    /**
     * A lease and what it cost.
     *
     * @param lease the lease
     * @param cloneNanos how long it took to get its contents
     * @param renameNanos how long it took to give the schema its name, where that is a step of its own
     */
    record Provisioned(Lease lease, long cloneNanos, long renameNanos) {
    }
}
