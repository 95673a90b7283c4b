package io.quarkiverse.isolatedschema;

/**
 * What happens to a class's schema between two of its test methods.
 * <p>
 * The baseline is the schema as it stands when the first {@code @BeforeEach} method is about to run: what {@code @BeforeAll}
 * methods have written belongs to it and survives every reset, what {@code @BeforeEach} methods write does not.
 */
public enum Reset {

    /** The configured one ({@code quarkus.isolated-schema.reset}), which is {@link #NONE} unless it is set. */
    DEFAULT,

    /** Nothing: the methods of the class share its schema and see what the ones before them have done. */
    NONE,

    /**
     * Before each method, the rows of all tables and the positions of all sequences are brought back to the baseline. Costs
     * what was changed. Objects that a method has made, changed or dropped are noticed; the next one gets a fresh schema then.
     */
    WIPE,

    /**
     * Each method runs in one transaction of the server, over all threads, requests and transactions of the application, and is
     * undone by one rollback. What cannot work inside one transaction is refused with an error that names it.
     */
    ROLLBACK,

    /** Each method gets a fresh schema of its own, a copy of the baseline. */
    FRESH
}
