package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.SQLException;

/** Makes leases from the template, and drops them. Usable by several threads at once. */
public interface Provisioner {

    /**
     * Makes a lease: fresh, fully migrated, with a name of its own.
     *
     * @param purpose what it is for, such as the name of a test class; told in its comment
     * @return the lease and how long its parts took
     * @throws SQLException when the server refuses; nothing of the lease is left then
     */
    Provisioned provision(String purpose) throws SQLException;

    /**
     * Says what a lease is for, which it did not say when it was made.
     *
     * @param lease one made here
     * @param purpose what it is for, such as the name of a test class; told in its comment
     * @throws SQLException when the server refuses
     */
    void describe(Lease lease, String purpose) throws SQLException;

    /**
     * Drops a lease, with the sessions that are left in it.
     *
     * @param lease one made here
     * @throws SQLException when the server refuses
     */
    void drop(Lease lease) throws SQLException;

    /**
     * A lease and what it cost.
     *
     * @param lease the lease
     * @param cloneNanos how long the copy took
     * @param renameNanos how long it took to give the schema its name
     */
    record Provisioned(Lease lease, long cloneNanos, long renameNanos) {
    }
}
