package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.util.Optional;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.provision.ProvisioningErrors;

/** Gives each test class the lease that is ready for it, or makes one. */
final class LeaseSupply {

    private final WarmPool ahead;

    private final LeasePreparation preparation;

    private final ServerWatch watch;

    private final Runnable forgetAhead;

    /**
     * @param ahead the leases prepared ahead
     * @param preparation makes one that somebody waits for
     * @param watch tells whether the connections of those can still be used
     * @param forgetAhead called when they cannot
     */
    LeaseSupply(WarmPool ahead, LeasePreparation preparation, ServerWatch watch, Runnable forgetAhead) {
        this.ahead = ahead;
        this.preparation = preparation;
        this.watch = watch;
        this.forgetAhead = forgetAhead;
    }

    /** @throws IsolationException when there is none, and none can be made */
    PreparedLease next(String testClass) {
        try {
            if (!watch.hasLived()) {
                forgetAhead.run();
            }
            Optional<PreparedLease> warm = ready();
            return warm.isPresent() ? warm.get() : preparation.now(testClass);
        } catch (SQLException refused) {
            throw ProvisioningErrors.lease(testClass, refused);
        }
    }

    private Optional<PreparedLease> ready() throws SQLException {
        try {
            return ahead.take();
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
