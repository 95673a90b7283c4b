package io.quarkiverse.isolatedschema.runtime;

import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.reset.Wipe;

/**
 * A lease that is ready to be handed over, and what it cost to make.
 *
 * @param pool the lease with its pool
 * @param ahead whether it was begun before anybody asked for it
 * @param cloneNanos how long the copy took
 * @param renameNanos how long it took to give the schema its name
 * @param connectNanos how long it took to open the first connections; nearly nothing where nobody waited for them
 * @param wipe ready to wipe the lease, where that was done ahead
 */
record PreparedLease(LeasePool pool, boolean ahead, long cloneNanos, long renameNanos, long connectNanos,
        Optional<Wipe> wipe) {

    /** Its pool, for somebody who never wipes it. */
    LeasePool withoutWipe() {
        wipe.ifPresent(WipeAhead::close);
        return pool;
    }

    long nanos() {
        return cloneNanos + renameNanos + connectNanos;
    }
}
