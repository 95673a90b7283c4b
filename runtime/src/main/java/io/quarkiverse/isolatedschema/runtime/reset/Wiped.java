package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What became of one wipe.
 *
 * @param outcome whether the lease is at its baseline
 * @param details names of what was brought back, or why nothing was: the objects that were defined anew, the sessions that
 *        are in the way, or the reason
 * @param cause what the server refused, if it did
 */
public record Wiped(Outcome outcome, List<String> details, Optional<SQLException> cause) {

    /** Whether the lease is at its baseline. */
    public enum Outcome {

        /** It was there already. */
        NOTHING_CHANGED(true),

        /** It is there again. */
        WIPED(true),

        /** It is not: objects were made, changed or dropped. */
        DDL_FOUND(false),

        /** It is not: a transaction is still open that changed rows, or that holds what must be changed. */
        BLOCKED(false),

        /** It is not: there are changes that cannot be undone by a wipe. */
        CANNOT(false);

        private final boolean atBaseline;

        Outcome(boolean atBaseline) {
            this.atBaseline = atBaseline;
        }

        /** @return whether the lease can be used further; if not, it is as the test left it, and only a fresh one helps */
        public boolean atBaseline() {
            return atBaseline;
        }
    }

    static Wiped nothingChanged() {
        return new Wiped(Outcome.NOTHING_CHANGED, List.of(), Optional.empty());
    }

    static Wiped wiped(List<String> names) {
        return new Wiped(Outcome.WIPED, names, Optional.empty());
    }

    static Wiped ddlFound(List<String> objects) {
        return new Wiped(Outcome.DDL_FOUND, objects, Optional.empty());
    }

    static Wiped blocked(List<String> sessions, Optional<SQLException> cause) {
        return new Wiped(Outcome.BLOCKED, sessions, cause);
    }

    static Wiped cannot(String reason) {
        return new Wiped(Outcome.CANNOT, List.of(reason), Optional.empty());
    }

    static Wiped cannot(SQLException refused) {
        return new Wiped(Outcome.CANNOT, List.of(refused.getMessage()), Optional.of(refused));
    }
}
