package io.quarkiverse.isolatedschema.runtime.datasource;

import java.sql.Connection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.agroal.api.AgroalDataSourceListener;

/** Who uses the connections of a pool, since when, and where it asked for them. Usable by several threads at once. */
public final class ConnectionsInUse implements AgroalDataSourceListener {

    /** By identity, because a driver of the application's own may compare connections as it likes. */
    private final Map<Connection, Use> uses = Collections.synchronizedMap(new IdentityHashMap<>());

    /**
     * The use of a connection.
     *
     * @param connection the connection, below the pool
     * @param thread asked for it
     * @param since when, as {@link System#nanoTime()} tells it
     * @param call how it asked
     */
    public record Use(Connection connection, Thread thread, long since, Throwable call) {

        /** @return from where in the application's code; empty when it was from nowhere there */
        public Optional<String> place() {
            return ApplicationFrame.of(call);
        }
    }

    /** @return the connections in use now */
    public List<Use> now() {
        synchronized (uses) {
            return List.copyOf(uses.values());
        }
    }

    /** In a transaction it is acquired each time somebody asks, and returned once. */
    @Override
    public void onConnectionAcquire(Connection connection) {
        if (!uses.containsKey(connection)) {
            uses.put(connection, new Use(connection, Thread.currentThread(), System.nanoTime(), new Throwable()));
        }
    }

    @Override
    public void beforeConnectionReturn(Connection connection) {
        uses.remove(connection);
    }

    @Override
    public void onConnectionDestroy(Connection connection) {
        uses.remove(connection);
    }
}
