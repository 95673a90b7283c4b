package io.quarkiverse.isolatedschema.runtime.datasource;

import java.sql.Connection;

import org.jboss.logging.Logger;

import io.agroal.api.AgroalDataSourceListener;

/** Logs what Quarkus's own datasource logs of its pool, in the same category. */
final class PoolEventLog implements AgroalDataSourceListener {

    private static final Logger log = Logger.getLogger("io.agroal.pool");

    private static final String DATASOURCE = "Datasource '<default>'";

    @Override
    public void onConnectionCreation(Connection connection) {
        log.tracev("{0}: Created connection {1}", DATASOURCE, connection);
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        log.tracev("{0}: Acquire connection {1}", DATASOURCE, connection);
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        log.tracev("{0}: Returning connection {1}", DATASOURCE, connection);
    }

    @Override
    public void onConnectionDestroy(Connection connection) {
        log.tracev("{0}: Destroyed connection {1}", DATASOURCE, connection);
    }

    @Override
    public void onConnectionLeak(Connection connection, Thread thread) {
        log.infov("{0}: Connection leak of {1}", DATASOURCE, connection);
    }

    @Override
    public void onInfo(String message) {
        // Says that the initial size is not what is configured, which is on purpose here.
        log.debugv("{0}: {1}", DATASOURCE, message);
    }

    @Override
    public void onWarning(String warning) {
        if (warning != null && warning.contains("JDBC resources leaked")) {
            log.debugv("{0}: {1}", DATASOURCE, warning);
        } else {
            log.warnv("{0}: {1}", DATASOURCE, warning);
        }
    }

    @Override
    public void onWarning(Throwable warning) {
        log.warnv(warning, "{0}", DATASOURCE);
    }
}
