package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases.Kept;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases.Limits;

/**
 * Makes leases as schemas in the given database, and fills them.
 *
 * @param run where the leases lie
 * @param provisioning how they are filled
 * @param filling fills one
 */
record SchemaProvisioner(GivenDatabase run, Provisioning provisioning, GivenDatabase.Filling filling)
        implements
            Provisioner {

    @Override
    public Provisioned provision(String purpose, Consumer<Lease> reachable) throws SQLException {
        long start = System.nanoTime();
        Lease lease = run.make(purpose, filling);
        return new Provisioned(lease, System.nanoTime() - start, 0);
    }

    @Override
    public void describe(Lease lease, String purpose) throws SQLException {
        run.describe(lease.schema(), purpose);
    }

    @Override
    public void drop(Lease lease) throws SQLException {
        run.drop(lease.schema());
    }

    /** A schema cannot be copied. */
    @Override
    public Optional<Provisioner> derive(Lease lease) {
        return Optional.empty();
    }

    @Override
    public void discard() {
    }

    @Override
    public Kept keep(Lease lease, String testClass, Limits limits) throws SQLException {
        return run.keep(lease.schema(), testClass, limits);
    }
}
