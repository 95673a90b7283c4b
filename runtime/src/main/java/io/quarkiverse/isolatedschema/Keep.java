package io.quarkiverse.isolatedschema;

/** When a class's schema survives the class for a look. */
public enum Keep {

    /** As {@code quarkus.isolated-schema.keep} says; when the class has failed, as long as that says nothing. */
    DEFAULT,

    /** Never: it is dropped after its class. */
    NEVER,

    /** When a test or lifecycle method of the class, or the class itself has failed. An aborted test has not failed. */
    ON_FAILURE,

    /** Always, whatever becomes of the class. */
    ALWAYS
}
