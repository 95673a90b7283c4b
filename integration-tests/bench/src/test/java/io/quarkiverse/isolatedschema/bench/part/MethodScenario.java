package io.quarkiverse.isolatedschema.bench.part;

import java.util.List;

import io.quarkiverse.isolatedschema.Reset;

/**
 * One way to what a method wants to find.
 *
 * @param name in the results and on the command line
 * @param label in tables
 * @param ahead how many leases the application prepares ahead; {@link #BY_HAND} without an application
 * @param order what the process that measures it is told; the number of methods follows
 * @param millis how long a method takes beside what is measured
 */
public record MethodScenario(String name, String label, int ahead, String order, long millis) {

    /** A process with Flyway and JDBC only. */
    static final int BY_HAND = -1;

    /** The beginning of all names. */
    public static final String METHODS = "methods-";

    /** As many tests as many leases. */
    public static final MethodScenario SEVEN = new MethodScenario(METHODS + "seven",
            "Seven tests with DDL of their own, each in a fresh schema", 7, "seven", 0);

    /** Snapshots, restored when a lease of them is ready. */
    public static final MethodScenario SNAPSHOTS = new MethodScenario(METHODS + "snapshots",
            "a lease of it ready", 1, "snapshots", 200);

    /** Snapshots, restored at once. */
    public static final MethodScenario SNAPSHOTS_COLD = new MethodScenario(METHODS + "snapshots-cold",
            "none ready", 0, "snapshots", 0);

    /** While the next lease is prepared. */
    private static final long WHILE_ONE_IS_PREPARED = 200;

    /** Every way that is measured from method to method, in the order of the tables. */
    public static final List<MethodScenario> WAYS = List.of(
            method("none", "`Reset.NONE`, nothing changed", Reset.NONE, 0),
            method("rollback", "`Reset.ROLLBACK`, five tables changed", Reset.ROLLBACK, 5),
            method("wipe-nothing", "`Reset.WIPE`, nothing changed", Reset.WIPE, 0),
            method("wipe-one", "`Reset.WIPE`, one table changed", Reset.WIPE, 1),
            method("wipe-five", "`Reset.WIPE`, five tables changed", Reset.WIPE, 5),
            fresh("fresh-warm", "`Reset.FRESH`, a lease ready", 1, false),
            fresh("fresh-copy-warm", "`Reset.FRESH`, a lease ready, `@BeforeAll` data copied", 1, true),
            fresh("fresh-cold", "`Reset.FRESH`, no lease ready", 0, false),
            byHand("rollback", "Roll back one transaction by hand"),
            byHand("truncate", "Truncate all tables, insert reference data"),
            byHand("delete", "Delete from all tables in order, insert reference data"),
            byHand("flyway-clean-migrate", "Flyway clean and migrate"));

    private static MethodScenario method(String name, String label, Reset reset, int tables) {
        return new MethodScenario(METHODS + name, label, 1, "methods " + reset + " " + tables + " false", 0);
    }

    private static MethodScenario fresh(String name, String label, int ahead, boolean written) {
        return new MethodScenario(METHODS + name, label, ahead, "methods FRESH 5 " + written,
                ahead > 0 ? WHILE_ONE_IS_PREPARED : 0);
    }

    private static MethodScenario byHand(String way, String label) {
        return new MethodScenario(METHODS + "by-hand-" + way, label, BY_HAND, way, 0);
    }

    /** Whether a method ends when the time it takes is over, rather than at once. */
    boolean isSlow() {
        return millis > 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
