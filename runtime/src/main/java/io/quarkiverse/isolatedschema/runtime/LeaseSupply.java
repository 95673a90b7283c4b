package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.util.Optional;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.provision.ProvisioningErrors;

/** Gives out the lease that is ready, or makes one. */
final class LeaseSupply {

    private final ServerWatch watch;

    private final Runnable forgetAhead;

    /**
     * @param watch tells whether the connections of leases that were prepared ahead can still be used
     * @param forgetAhead called when they cannot
     */
    LeaseSupply(ServerWatch watch, Runnable forgetAhead) {
        this.watch = watch;
        this.forgetAhead = forgetAhead;
    }

    /**
     * @param stock what the lease holds
     * @param holder the test class or method that gets it
     * @throws IsolationException when there is none, and none can be made
     */
    PreparedLease next(Stock stock, String holder) {
        try {
            if (!watch.hasLived()) {
                forgetAhead.run();
            }
            Optional<PreparedLease> warm = ready(stock);
            return warm.isPresent() ? warm.get() : stock.make(holder);
        } catch (SQLException refused) {
            throw ProvisioningErrors.lease(holder, refused);
        }
    }

    private Optional<PreparedLease> ready(Stock stock) throws SQLException {
        try {
            return stock.ready();
        } catch (SQLException refused) {
            // One that was begun while the server was away tells nothing of now.
            if (!ProvisioningErrors.isAway(refused)) {
                throw refused;
            }
            forgetAhead.run();
            return Optional.empty();
        }
    }
}
