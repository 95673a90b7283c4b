package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;
import io.quarkiverse.isolatedschema.runtime.reset.Wipe;
import io.quarkiverse.isolatedschema.runtime.reset.WipeScope;

/**
 * Looks at leases that nobody waits for yet, so that they can be wiped: a session that looks for the first time takes ten times
 * as long as one that has looked before.
 *
 * @param wanted whether the next leases are likely to be wiped
 * @param patience how long a wipe waits for transactions that are in its way
 */
record WipeAhead(BooleanSupplier wanted, Duration patience) {

    private static final Logger log = Logger.getLogger(WipeAhead.class);

    /** Nobody wants it. */
    static final WipeAhead NEVER = new WipeAhead(() -> false, Duration.ZERO);

    /** What of a lease belongs to the application. */
    static WipeScope scope(Provisioner provisioner, Lease lease) {
        return provisioner.provisioning() == Provisioning.DATABASE_CLONE ? WipeScope.database()
                : WipeScope.schema(lease.schema());
    }

    /** Empty where nobody wants it, or the server refuses, which the class that wants it will be told. */
    Optional<Wipe> prepare(Provisioner provisioner, Lease lease) {
        if (!wanted.getAsBoolean()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Wipe.prepare(lease.access().open(lease.url()), scope(provisioner, lease), patience));
        } catch (SQLException refused) {
            log.debugf(refused, "Lease %s cannot be wiped", lease.schema());
            return Optional.empty();
        }
    }

    static void close(Wipe wipe) {
        try {
            wipe.close();
        } catch (SQLException gone) {
            log.debug("A session that wipes a lease has ended", gone);
        }
    }
}
