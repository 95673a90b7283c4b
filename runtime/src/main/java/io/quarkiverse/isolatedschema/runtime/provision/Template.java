package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseSettings;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.PreparedTransactions;

/**
 * The frozen copy of a lease. That of the boot lease is taken right after boot, and every lease is made from it; those of other
 * leases hold what was added for some test classes or methods.
 *
 * @param run the run database it was taken from
 * @param database its name
 * @param schema the name of the schema in it that a copy renames
 * @param settings the settings of the database it was copied from, which a copy does not carry
 * @param pinnedFunctions whether a function may store that schema's name in a search path of its own
 */
public record Template(RunDatabase run, String database, String schema, DatabaseSettings settings,
        boolean pinnedFunctions) {

    private static final Logger log = Logger.getLogger(Template.class);

    private static final long SESSIONS_GRACE_NANOS = 2_000_000_000L;

    private static final long POLL_MILLIS = 5;

    /**
     * Takes the template. The caller keeps the application from opening connections meanwhile; sessions and prepared
     * transactions that stay all the same are ended after two seconds, since Postgres copies no database in use.
     *
     * @param run the run database, in which the application has booted
     * @return the template
     * @throws SQLException when the server refuses
     */
    public static Template capture(RunDatabase run) throws SQLException {
        boolean pinned = pinnedFunctions(run);
        Connection connection = run.maintenance().connection();
        awaitEnd(connection, run.name());
        endSessions(connection, run.name());
        endPrepared(connection, run);
        String name = LeaseName.template(run.run());
        DatabaseSettings settings = DatabaseSettings.of(connection, run.name());
        run.copies().copy(connection, name, run.name(), run.role(connection));
        Databases.comment(connection, name, "template");
        Databases.seal(connection, name);
        return new Template(run, name, run.bootSchema(), settings, pinned);
    }

    /**
     * Freezes what a lease holds now, and leaves the lease as it is. The caller keeps the application from opening connections
     * to it meanwhile; one thread at a time.
     *
     * @param lease made from this or from another template of the run
     * @return its template
     * @throws SQLException when the server refuses; with {@value Databases#IN_USE} when somebody is still connected to it after
     *         two seconds, or has prepared transactions in it. They are left alone
     */
    public Template of(Lease lease) throws SQLException {
        Connection connection = run.maintenance().connection();
        awaitEnd(connection, lease.database());
        List<String> users = new ArrayList<>(Databases.sessions(connection, lease.database()));
        users.addAll(PreparedTransactions.in(connection, lease.database()));
        if (!users.isEmpty()) {
            throw new SQLException("somebody else is connected to it or has prepared transactions in it: "
                    + String.join("; ", users), DatabaseCopies.IN_USE);
        }
        String name = LeaseName.template(run.run());
        DatabaseSettings settings = DatabaseSettings.of(connection, lease.database());
        run.copies().copy(connection, name, lease.database(), run.role(connection));
        Databases.comment(connection, name, "template of " + lease.schema());
        Databases.seal(connection, name);
        // Whether there are such functions now would take a session in the lease, which Postgres would wait for.
        return new Template(run, name, lease.schema(), settings, true);
    }

    private static boolean pinnedFunctions(RunDatabase run) throws SQLException {
        try (Connection inside = run.admin().connect(run.name())) {
            return !query(inside, "select oid::text from pg_proc, unnest(proconfig) setting"
                    + " where setting like 'search\\_path=%' and strpos(setting, ?) > 0", run.bootSchema()).isEmpty();
        }
    }

    private static void awaitEnd(Connection connection, String database) throws SQLException {
        long end = System.nanoTime() + SESSIONS_GRACE_NANOS;
        while ((!Databases.sessions(connection, database).isEmpty()
                || !PreparedTransactions.in(connection, database).isEmpty()) && System.nanoTime() < end) {
            pause();
        }
    }

    private static void endSessions(Connection connection, String database) throws SQLException {
        List<String> sessions = Databases.sessions(connection, database);
        if (!sessions.isEmpty()) {
            log.warnf("Ended connections to the run database '%s' that are not the datasource's and kept it from being copied."
                    + " Close them before the application has started: %s", database, String.join("; ", sessions));
            Databases.endSessions(connection, database);
        }
    }

    private static void endPrepared(Connection connection, RunDatabase run) throws SQLException {
        List<String> prepared = PreparedTransactions.in(connection, run.name());
        if (!prepared.isEmpty()) {
            log.warnf("Rolled back prepared transactions in the run database '%s', which kept it from being copied. Commit them"
                    + " or roll them back before the application has started: %s", run.name(), String.join("; ", prepared));
            PreparedTransactions.rollBack(connection, run.admin(), run.name());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
