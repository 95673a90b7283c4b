package io.quarkiverse.isolatedschema.bench.byhand;

import java.sql.Connection;

/** A way to a fresh state that a team would write itself. */
interface Way extends AutoCloseable {

    /** Leaves behind what a test class leaves behind; not measured. */
    void dirty() throws Exception;

    /**
     * Makes the state fresh.
     *
     * @return a connection on which the next class works
     */
    Connection fresh() throws Exception;

    /**
     * Does away with what the class had, after it has returned its connection; measured apart.
     *
     * @return whether there was anything to do
     */
    default boolean drop() throws Exception {
        return false;
    }
}
