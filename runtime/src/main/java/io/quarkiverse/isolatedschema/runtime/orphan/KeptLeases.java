package io.quarkiverse.isolatedschema.runtime.orphan;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.KeptMark;
import io.quarkiverse.isolatedschema.runtime.postgres.Schemas;

/**
 * The leases that are kept for a look: databases of a server, or schemas of a database, that carry our name pattern, our
 * marker and in their comment a {@link KeptMark}, and that the asking role may drop. Whoever made them may be dead; they
 * stay until their time has come, or until there are too many, of which the oldest go first.
 */
public final class KeptLeases {

    private static final Logger log = Logger.getLogger(KeptLeases.class);

    private static final Kind DATABASES = new Kind(Databases::comments, Databases::mark, Databases::drop);

    private static final Kind SCHEMAS = new Kind(Schemas::comments, Schemas::mark, Schemas::drop);

    private final Connection connection;

    private final Kind kind;

    private KeptLeases(Connection connection, Kind kind) {
        this.connection = connection;
        this.kind = kind;
    }

    /**
     * @param connection asks and drops; in auto-commit mode, in a database that is never ours
     * @return what is kept of the databases of a server
     */
    public static KeptLeases ofDatabases(Connection connection) {
        return new KeptLeases(connection, DATABASES);
    }

    /**
     * @param connection asks and drops; in auto-commit mode
     * @return what is kept of the schemas of the database it is connected to
     */
    public static KeptLeases ofSchemas(Connection connection) {
        return new KeptLeases(connection, SCHEMAS);
    }

    private record Kind(Listing comments, Marking marking, Dropping dropping) {
    }

    private interface Listing {
        Map<String, String> comments(Connection connection) throws SQLException;
    }

    private interface Marking {
        void mark(Connection connection, String name, String comment) throws SQLException;
    }

    private interface Dropping {
        void drop(Connection connection, String name) throws SQLException;
    }

    /**
     * How much is kept.
     *
     * @param maxAge for how long a lease is kept
     * @param maxCount how many are kept at most; at least 1
     */
    public record Limits(Duration maxAge, int maxCount) {
    }

    /**
     * What became of a lease that was to be kept.
     *
     * @param until when it may be dropped, by the server's clock
     * @param dropped the names of those that were dropped for it
     */
    public record Kept(Instant until, List<String> dropped) {
    }

    /**
     * What is kept at one moment.
     *
     * @param alive the names of those whose time is still to come
     * @param expired the names of those whose time has come
     */
    public record Names(Set<String> alive, Set<String> expired) {
    }

    /**
     * Marks a lease as kept, which takes effect at once and for everybody, and drops the oldest ones beyond the limit.
     *
     * @param name the name of the database or schema, which nobody works in any more
     * @param testClass the name of the test class it belonged to
     * @param limits how much is kept
     * @return what became of it
     * @throws SQLException when the server refuses; the lease is not kept then
     */
    public Kept keep(String name, String testClass, Limits limits) throws SQLException {
        KeptMark mark = KeptMark.of(testClass, Databases.now(connection), limits.maxAge());
        kind.marking().mark(connection, name, mark.comment());
        return new Kept(mark.until(), dropBeyond(limits.maxCount()));
    }

    /**
     * @return what is kept now
     * @throws SQLException when the server cannot be asked
     */
    public Names names() throws SQLException {
        Map<String, KeptMark> marks = marks();
        Instant now = Databases.now(connection);
        Names names = new Names(new HashSet<>(), new HashSet<>());
        marks.forEach((name, mark) -> (mark.until().isAfter(now) ? names.alive() : names.expired()).add(name));
        return names;
    }

    private Map<String, KeptMark> marks() throws SQLException {
        Map<String, KeptMark> marks = new TreeMap<>();
        kind.comments().comments(connection)
                .forEach((name, comment) -> KeptMark.parse(comment).ifPresent(mark -> marks.put(name, mark)));
        return marks;
    }

    /**
     * Drops the oldest ones. One that cannot be dropped is left for the next time.
     *
     * @param maxCount how many are kept
     * @return the names of what was dropped
     * @throws SQLException when the server cannot be asked
     */
    public List<String> dropBeyond(int maxCount) throws SQLException {
        Map<String, KeptMark> marks = marks();
        List<String> dropped = new ArrayList<>();
        marks.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, KeptMark> kept) -> kept.getValue().since()))
                .limit(Math.max(0, marks.size() - maxCount)).map(Map.Entry::getKey)
                .filter(this::drop).forEach(dropped::add);
        return dropped;
    }

    private boolean drop(String name) {
        try {
            kind.dropping().drop(connection, name);
            return true;
        } catch (SQLException refused) {
            log.debugf(refused, "'%s', which is kept although there are too many, stays until the next time", name);
            return false;
        }
    }
}
