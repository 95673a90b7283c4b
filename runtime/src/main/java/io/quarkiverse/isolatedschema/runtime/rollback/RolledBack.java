package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.SQLException;
import java.util.Optional;

/**
 * What became of the work of one test method.
 *
 * @param outcome whether the lease is as it was
 * @param reason why the transaction cannot be used further; empty when it can
 * @param cause what the server refused, if it did
 */
public record RolledBack(Outcome outcome, String reason, Optional<SQLException> cause) {

    /** Whether the lease is as it was when the method began. */
    public enum Outcome {

        /** It is, and the next method can begin. */
        UNDONE(true),

        /** It is. The connection has ended: the next method needs another {@link MethodTransaction} and another pool. */
        CONNECTION_ENDED(true),

        /** It may not be: the lease has to be replaced. */
        UNKNOWN(false);

        private final boolean atBaseline;

        Outcome(boolean atBaseline) {
            this.atBaseline = atBaseline;
        }

        /** @return whether the lease can be used further */
        public boolean atBaseline() {
            return atBaseline;
        }
    }

    static RolledBack undone() {
        return new RolledBack(Outcome.UNDONE, "", Optional.empty());
    }

    static RolledBack connectionEnded(String reason, Optional<SQLException> cause) {
        return new RolledBack(Outcome.CONNECTION_ENDED, reason, cause);
    }

    static RolledBack unknown(String reason, SQLException cause) {
        return new RolledBack(Outcome.UNKNOWN, reason, Optional.of(cause));
    }
}
