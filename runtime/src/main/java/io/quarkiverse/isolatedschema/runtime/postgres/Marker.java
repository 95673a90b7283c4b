package io.quarkiverse.isolatedschema.runtime.postgres;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What marks a database or schema as ours beside its name.
 * <p>
 * The mark of a database is a connection limit of an unusual value, because Postgres stores that in the very step that
 * makes a database; a comment needs a second step, before which the maker may die. There the comment only tells people who
 * made it. A schema is made and commented in one transaction, so its comment is its mark.
 */
public final class Marker {

    /** The connection limit that marks a database as ours; far above what a server allows in all. */
    public static final int CONNECTION_LIMIT = 918_273;

    /**
     * The connection limit that Postgres itself gives to a database when it begins to drop it, in every version since the
     * summer of 2023. Where a drop did not come to its end, a database with a name of ours is still ours: nobody can connect
     * to it, and all that can be done with it is to drop it.
     */
    public static final int HALF_DROPPED = -2;

    /** What the comment of a schema begins with when it is ours. */
    public static final String COMMENT_PREFIX = "quarkus-isolated-schema: ";

    private Marker() {
    }

    /**
     * @param purpose what the database or schema is for, such as the name of a test class
     * @return the text of its comment: purpose, time, process and host
     */
    public static String comment(String purpose) {
        return comment(purpose, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    static String comment(String purpose, Instant since) {
        return COMMENT_PREFIX + "%s, since %s, process %d on %s".formatted(purpose, since, ProcessHandle.current().pid(),
                host());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
