package io.quarkiverse.isolatedschema.spi;

/**
 * Resets the in-memory state of an application that came from the lease before: a CDI bean, usually in
 * {@code src/test}.
 * <p>
 * Called on the thread of JUnit, after the datasource points at the new lease and before any test of it runs.
 */
@FunctionalInterface
public interface BoundaryHook {

    /**
     * The application has passed from one lease to the next.
     *
     * @param schema the name of the schema that is current now
     */
    void onBoundary(String schema);
}
