package io.quarkiverse.isolatedschema.bench.part;

import java.util.List;
import java.util.Map;

/**
 * One way to a fresh state for a class.
 *
 * @param name in the results and on the command line
 * @param label in tables
 * @param kind what measures it
 * @param configuration the application's, or the peer's
 */
public record Scenario(String name, String label, Kind kind, Map<String, String> configuration) {

    private static final String EXTENSION = "quarkus.isolated-schema.";

    /** Asks {@link Workers} for a temporary directory in memory. */
    static final String IN_MEMORY = "bench.in-memory";

    private static final String CLONE = "database-clone";

    /** What measures a scenario. */
    public enum Kind {

        /** An application with the extension. */
        EXTENSION,

        /** A process with Flyway and JDBC only. */
        BY_HAND,

        /** zonky's library for Spring, which brings its own server. */
        SPRING
    }

    /** Every way, in the order of the tables. */
    public static final List<Scenario> ALL = List.of(
            extension(CLONE, true, "Extension, database clone, warm"),
            extension("replay", true, "Extension, replay, warm"),
            extension("migrate", true, "Extension, migrate, warm"),
            extension(CLONE, false, "Extension, database clone, cold"),
            extension("replay", false, "Extension, replay, cold"),
            extension("migrate", false, "Extension, migrate, cold"),
            byHand("rollback", "Roll back one transaction"),
            byHand("truncate", "Truncate all tables, insert reference data"),
            byHand("delete", "Delete from all tables in order, insert reference data"),
            byHand("database-file-copy", "CREATE DATABASE … STRATEGY FILE_COPY by hand, connect"),
            byHand("database-copy", "CREATE DATABASE … TEMPLATE by hand, connect"),
            byHand("recorded-sql", "Recorded SQL of all migrations into a fresh schema"),
            byHand("flyway-fresh-schema", "Flyway migrate into a fresh schema"),
            byHand("flyway-clean-migrate", "Flyway clean and migrate"),
            spring("zonky", "zonky's embedded-database-spring-test, as it comes", Map.of()),
            spring("zonky-in-memory", "zonky's embedded-database-spring-test, data in memory", Map.of(IN_MEMORY, "true")));

    private static Scenario extension(String provisioning, boolean warm, String label) {
        Map<String, String> configuration = warm ? Map.of(EXTENSION + "provisioning", provisioning)
                : Map.of(EXTENSION + "provisioning", provisioning, EXTENSION + "warm-pool.depth", "0");
        return new Scenario(provisioning + (warm ? "-warm" : "-cold"), label, Kind.EXTENSION, configuration);
    }

    private static Scenario byHand(String name, String label) {
        return new Scenario(name, label, Kind.BY_HAND, Map.of());
    }

    private static Scenario spring(String name, String label, Map<String, String> configuration) {
        return new Scenario(name, label, Kind.SPRING, configuration);
    }

    /** @return whether leases are prepared ahead, while a class runs */
    public boolean isWarm() {
        return name.endsWith("-warm") || kind == Kind.SPRING;
    }

    @Override
    public String toString() {
        return name;
    }
}
