package io.quarkiverse.isolatedschema;

/** When a class's schema survives the class for a look. */
public enum Keep {

    /** The configured one; a schema is dropped after its class as long as nothing is configured. */
    DEFAULT
}
