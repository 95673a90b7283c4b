package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.Connection;
import java.sql.SQLException;

import io.quarkiverse.isolatedschema.runtime.postgres.Transaction;
import io.quarkiverse.isolatedschema.runtime.recording.Script;

/**
 * Fills a lease by running the SQL that built the boot schema once more, in one transaction.
 *
 * @param script what is run
 */
record ReplayFilling(Script script) implements GivenDatabase.Filling {

    /** As the application, since what it makes belongs to it; and on a fresh connection: one that fills many schemas ages. */
    @Override
    public void fill(Lease lease) throws SQLException {
        try (Connection connection = lease.access().open(lease.url())) {
            Transaction.in(connection, () -> script.replay(connection, lease.schema()));
        }
    }
}
