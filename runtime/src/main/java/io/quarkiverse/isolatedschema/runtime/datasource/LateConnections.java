package io.quarkiverse.isolatedschema.runtime.datasource;

import java.sql.Connection;
import java.sql.SQLException;

import org.jboss.logging.Logger;

import io.agroal.api.AgroalDataSourceListener;

/**
 * Closes the connections that a pool has still been opening when it was closed. Agroal adds them to the closed pool,
 * where nobody finds them again, and such a session keeps its database from being copied and dropped.
 */
public final class LateConnections implements AgroalDataSourceListener {

    private static final Logger log = Logger.getLogger(LateConnections.class);

    private volatile boolean refused;

    /** The pool is about to be closed. */
    void refuse() {
        refused = true;
    }

    /** Called after the connection was added: either the pool's end finds it there, or it is closed here. */
    @Override
    public void onConnectionPooled(Connection connection) {
        if (refused) {
            try {
                connection.close();
            } catch (SQLException gone) {
                log.debug("A connection that came after its pool was closed has ended by itself", gone);
            }
        }
    }
}
