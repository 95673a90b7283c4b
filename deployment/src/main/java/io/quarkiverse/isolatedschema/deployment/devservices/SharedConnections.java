package io.quarkiverse.isolatedschema.deployment.devservices;

import java.util.Map;

/**
 * How the connections of a shared server are shared out among the JVMs that use it: each has a seat, with as many
 * connections as an application needs that has left its pools as they are. Who finds no seat starts another server.
 */
final class SharedConnections {

    /** How many JVMs use one server at most. */
    static final int SEATS = 8;

    /** How many connections the server takes. */
    static final int OF_SERVER = 1400;

    /** What the server keeps for superusers, the checks of those who join, and the look of people. */
    private static final int SPARE = 40;

    /** What a run needs beside its pools. */
    private static final int OF_RUN = 8;

    /**
     * What a shared server is told besides. Its tables of locks have a row for each connection times these numbers, which cost
     * memory and time at the start; with them each seat has room for as many locks as the biggest schemas need.
     */
    static final Map<String, String> SETTINGS = Map.of("max_connections", String.valueOf(OF_SERVER),
            "max_locks_per_transaction", "32", "max_pred_locks_per_transaction", "16");

    /** How many connections the pools of one JVM may have together. */
    static final int OF_POOLS = (OF_SERVER - SPARE) / SEATS - OF_RUN;

    private SharedConnections() {
    }
}
