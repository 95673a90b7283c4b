package io.quarkiverse.isolatedschema.runtime.datasource;

import java.sql.SQLException;

/** Decides who gets a connection. Called by the thread that asks for one, each time. */
@FunctionalInterface
public interface Admission {

    /** Everybody gets one. */
    Admission ALL = pool -> {
    };

    /**
     * @param pool the pool that the connection would come from
     * @throws SQLException when the calling thread gets none
     */
    void admit(LeasePool pool) throws SQLException;
}
