package io.quarkiverse.isolatedschema.runtime.postgres;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What marks a database as ours beside its name.
 * <p>
 * The mark itself is a connection limit of an unusual value, because Postgres stores that in the very step that makes a
 * database; a comment needs a second step, before which the maker may die. The comment only tells people who made it.
 */
public final class Marker {

    /** The connection limit that marks a database as ours; far above what a server allows in all. */
    public static final int CONNECTION_LIMIT = 918_273;

    private Marker() {
    }

    /**
     * @param purpose what the database is for, such as the name of a test class
     * @return the text of its comment: purpose, time, process and host
     */
    public static String comment(String purpose) {
        return "quarkus-isolated-schema: %s, since %s, process %d on %s".formatted(purpose,
                Instant.now().truncatedTo(ChronoUnit.SECONDS), ProcessHandle.current().pid(), host());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
