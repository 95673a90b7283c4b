package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.Connection;
import java.sql.SQLException;

import io.quarkiverse.isolatedschema.runtime.postgres.Transaction;
import io.quarkiverse.isolatedschema.runtime.recording.Script;

/** Makes a lease by running the SQL that built the boot schema once more, in one transaction. */
public final class ReplayProvisioner implements Provisioner {

    private final GivenDatabase run;

    private final Script script;

    /**
     * @param run where the leases lie
     * @param script what is run
     */
    ReplayProvisioner(GivenDatabase run, Script script) {
        this.run = run;
        this.script = script;
    }

    @Override
    public Provisioning provisioning() {
        return Provisioning.REPLAY;
    }

    @Override
    public Provisioned provision(String purpose) throws SQLException {
        long start = System.nanoTime();
        Lease lease = run.make(purpose, this::replay);
        return new Provisioned(lease, System.nanoTime() - start, 0);
    }

    /** As the application, since what it makes belongs to it; and on a fresh connection: one that fills many schemas ages. */
    private void replay(Lease lease) throws SQLException {
        try (Connection connection = lease.access().open(lease.url())) {
            Transaction.in(connection, () -> script.replay(connection, lease.schema()));
        }
    }

    @Override
    public void describe(Lease lease, String purpose) throws SQLException {
        run.describe(lease.schema(), purpose);
    }

    @Override
    public void drop(Lease lease) throws SQLException {
        run.drop(lease.schema());
    }
}
