package io.quarkiverse.isolatedschema.deployment.devservices;

import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of every server of ours, embedded or in a container. Data that nobody will miss needs no durability, and test
 * classes need connections: the pool of each takes its own. Every version since Postgres 10 knows them.
 */
final class ServerSettings {

    /** The size at which the server starts to recycle its write-ahead log, which may lie in memory. */
    static final String MAX_WAL_SIZE = "256MB";

    /** By name, sorted. */
    static final Map<String, String> SHARED = new TreeMap<>(Map.of(
            "fsync", "off",
            "full_page_writes", "off",
            "synchronous_commit", "off",
            "max_connections", "300",
            // as in Quarkus's own container
            "max_prepared_transactions", "100",
            "max_wal_size", MAX_WAL_SIZE));

    private ServerSettings() {
    }
}
