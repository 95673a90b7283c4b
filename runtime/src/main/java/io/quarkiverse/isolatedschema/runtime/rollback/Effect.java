package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a call may do to the transaction that all share.
 *
 * @param writes whether it may change something that a rollback of the application has to undo
 * @param defines whether it may leave something that sessions remember beyond a rollback, such as the shape of rows
 * @param opaque whether the driver sets no savepoint of its own before it
 * @param local the names of the settings that it changes for the application's transaction only
 */
record Effect(boolean writes, boolean defines, boolean opaque, List<String> local) {

    static final Effect READS = new Effect(false, false, false, List.of());

    static final Effect WRITES = new Effect(true, false, false, List.of());

    static final Effect OPAQUE = new Effect(true, false, true, List.of());

    /** Finds out what a call may do. */
    interface Question {

        /** @throws SQLException when it is refused */
        Effect effect() throws SQLException;
    }

    /** What both do, one after the other. */
    Effect and(Effect other) {
        return new Effect(writes || other.writes, defines || other.defines, opaque || other.opaque,
                Stream.concat(local.stream(), other.local.stream()).toList());
    }
}
