package io.quarkiverse.isolatedschema.runtime;

/** What the methods of one class, nested or not, find when each of them begins. */
final class Baseline {

    /** Whether something may be written before the first of them. */
    final boolean writes;

    /** What makes leases that hold it; null before the first method. */
    Contents contents;

    /** Whether what was written has been copied, as far as that can be done. */
    boolean copied;

    Baseline(boolean writes) {
        this.writes = writes;
    }
}
