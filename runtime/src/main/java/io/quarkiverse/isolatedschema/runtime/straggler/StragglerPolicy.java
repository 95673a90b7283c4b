package io.quarkiverse.isolatedschema.runtime.straggler;

/** What becomes of a test class that leaves work behind. The work itself is cut off either way. */
public enum StragglerPolicy {

    /** The log warns of it. */
    WARN,

    /** The log warns of it, and the class fails. */
    FAIL
}
