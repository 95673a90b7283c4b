package io.quarkiverse.isolatedschema.runtime.driver;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import org.postgresql.jdbc.PgConnection;

/** Decides what a pool gets where it asks the driver for a connection. Usable by several threads at once. */
public interface Interception {

    /** @return the value of {@link InterceptingDriver#INTERCEPTION} for the pools that this belongs to */
    String id();

    /**
     * @param opening opens a connection of the driver, as the pool asked for it
     * @return what the pool gets
     * @throws SQLException when there is none
     */
    Connection connection(Opening opening) throws SQLException;

    /**
     * Whether all connections share one, so that a pool can open as many as it may have at once, and they neither age nor
     * fall idle.
     *
     * @return false where each is one of its own
     */
    default boolean sharesOneConnection() {
        return false;
    }

    /** Opens connections of the driver, as the pool asked for them. */
    interface Opening {

        /**
         * @param properties what the driver is told beside the pool's own properties
         * @return a new connection
         * @throws SQLException when the server cannot be reached or refuses
         */
        PgConnection open(Map<String, String> properties) throws SQLException;
    }
}
