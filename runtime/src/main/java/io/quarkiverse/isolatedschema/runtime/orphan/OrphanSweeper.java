package io.quarkiverse.isolatedschema.runtime.orphan;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.Marker;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.Schemas;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;

/**
 * Drops what runs left behind that are dead: databases, or the schemas of one database, that carry our name pattern and our
 * {@link Marker}, whose owner's {@link OwnerLock} nobody holds, and which the asking role owns. What is kept for a look
 * stays until its time has come, and goes then, whoever lives; see {@link KeptLeases}.
 */
public final class OrphanSweeper {

    private static final Logger log = Logger.getLogger(OrphanSweeper.class);

    /** How long an application that starts waits at most for what others left behind. */
    static final Duration AT_START = Duration.ofSeconds(10);

    /** How long an application that stops waits at most for its own to be dropped. */
    static final Duration AT_END = Duration.ofSeconds(20);

    private static final Kind DATABASES = new Kind("databases", Databases::ours, Databases::drop);

    private static final Kind SCHEMAS = new Kind("schemas", Schemas::ours, Schemas::drop);

    private final Connection connection;

    private final Kind kind;

    private final KeptLeases kept;

    private OrphanSweeper(Connection connection, Kind kind, KeptLeases kept) {
        this.connection = connection;
        this.kind = kind;
        this.kept = kept;
    }

    /**
     * @param connection asks and drops; in auto-commit mode, in a database that is never ours
     * @return a sweeper of the databases of a server
     */
    public static OrphanSweeper ofDatabases(Connection connection) {
        return new OrphanSweeper(connection, DATABASES, KeptLeases.ofDatabases(connection));
    }

    /**
     * The same, for databases in which something has to be ended before they can be dropped.
     *
     * @param connection asks and drops; in auto-commit mode, in a database that is never ours
     * @param access connects to what is dropped, as the same role
     * @return a sweeper of the databases of a server
     */
    public static OrphanSweeper ofDatabases(Connection connection, ServerAccess access) {
        return new OrphanSweeper(connection, new Kind(DATABASES.plural(), DATABASES.listing(),
                (asking, name) -> Databases.drop(asking, access, name)), KeptLeases.ofDatabases(connection));
    }

    /**
     * @param connection asks and drops; in auto-commit mode
     * @return a sweeper of the schemas of the database it is connected to
     */
    public static OrphanSweeper ofSchemas(Connection connection) {
        return new OrphanSweeper(connection, SCHEMAS, KeptLeases.ofSchemas(connection));
    }

    /** What is swept; each is dropped by itself. */
    private record Kind(String plural, Listing listing, Dropping dropping) {
    }

    private interface Listing {

        List<String> ours(Connection connection) throws SQLException;
    }

    private interface Dropping {

        void drop(Connection connection, String name) throws SQLException;
    }

    /**
     * Drops the orphans, within {@link #AT_START}. One that cannot be dropped, or for which no time is left, stays for the
     * next sweep.
     *
     * @return the names of what was dropped
     * @throws SQLException when the server cannot be asked
     */
    public List<String> sweep() throws SQLException {
        return sweep(Logger.Level.INFO);
    }

    /**
     * The same, told at another level: on a server of ours, runs leave to the server what they made, and nobody needs to know.
     *
     * @param told the level at which it is told
     * @return the names of what was dropped
     * @throws SQLException when the server cannot be asked
     */
    public List<String> sweep(Logger.Level told) throws SQLException {
        List<String> dropped = drop(orphans(), AT_START);
        if (!dropped.isEmpty()) {
            log.logf(told, "Dropped %d %s that earlier test runs left behind", dropped.size(), kind.plural());
        }
        return dropped;
    }

    private List<String> orphans() throws SQLException {
        List<String> ours = kind.listing().ours(connection);
        // The order matters: a run takes its lock before it makes anything, so what was listed before had its lock taken.
        Set<RunId> living = OwnerLock.living(connection);
        // And asked after who lives: a run says what is kept before it gives its lock up.
        KeptLeases.Names looked = kept.names();
        return ours.stream().filter(name -> looked.expired().contains(name) || !looked.alive().contains(name)
                && LeaseName.owner(name).filter(owner -> !living.contains(owner)).isPresent()).toList();
    }

    /**
     * @param run any run
     * @return the names of what exists now of that run, but for what is kept for a look
     * @throws SQLException when the server cannot be asked
     */
    public List<String> leftOf(RunId run) throws SQLException {
        Set<String> staying = kept.names().alive();
        return kind.listing().ours(connection).stream().filter(name -> LeaseName.owner(name).filter(run::equals).isPresent())
                .filter(name -> !staying.contains(name)).toList();
    }

    /**
     * Drops what exists of a run that ends, but for what is kept for a look, and then the orphans that others have left
     * meanwhile, all within {@link #AT_END}.
     *
     * @param run the run of the caller
     * @throws SQLException when the server cannot be asked; what cannot be dropped is left for the next sweep
     */
    public void dropAllOf(RunId run) throws SQLException {
        drop(Stream.concat(leftOf(run).stream(), orphans().stream()).distinct().toList(), AT_END);
    }

    private List<String> drop(List<String> names, Duration most) throws SQLException {
        if (names.isEmpty()) {
            return names;
        }
        try (TimeLimit limit = new TimeLimit(connection, most)) {
            return names.stream().filter(name -> drop(name, limit)).toList();
        }
    }

    private boolean drop(String name, TimeLimit limit) {
        try {
            limit.applyToNext();
            kind.dropping().drop(connection, name);
            return true;
        } catch (SQLException refused) {
            log.debugf(refused, "'%s' of a test run that is over stays until the next sweep", name);
            return false;
        }
    }
}
