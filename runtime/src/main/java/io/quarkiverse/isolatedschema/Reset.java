package io.quarkiverse.isolatedschema;

/** What happens to a class's schema between two of its test methods. */
public enum Reset {

    /** The configured one; nothing is reset as long as nothing is configured: the methods of a class share its schema. */
    DEFAULT
}
