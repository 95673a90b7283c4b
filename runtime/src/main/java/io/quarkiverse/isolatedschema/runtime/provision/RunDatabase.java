package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.identifier;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.orphan.OrphanSweeper;
import io.quarkiverse.isolatedschema.runtime.orphan.OwnerLock;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseSettings;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;

/**
 * The database made for one application start, with the boot schema in it. Everything of that start lives in it or is
 * copied from it, and goes with it.
 */
public final class RunDatabase implements AutoCloseable {

    private static final Logger log = Logger.getLogger(RunDatabase.class);

    /** Owner lock, making, dropping, renaming, and one to spare. */
    static final int OWN_CONNECTIONS = 5;

    /** What the server and the role allow; no limit holds for a superuser. */
    private static final String ALLOWED_CONNECTIONS = """
            select least(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true)::int, 0),
              (select rolconnlimit from pg_roles where rolname = ? and rolconnlimit >= 0 and not rolsuper))::text
            """;

    private final RunDatabaseRequest request;

    private final Maintenance maintenance;

    private final OwnerLock lock;

    private final DatabaseCopies copies;

    private String searchPathTail;

    private RunDatabase(RunDatabaseRequest request, Maintenance maintenance, OwnerLock lock) {
        this.request = request;
        this.maintenance = maintenance;
        this.lock = lock;
        this.copies = new DatabaseCopies(request.serverIsOurs());
    }

    /**
     * Sweeps orphans, takes the owner lock, and makes the run database and its boot schema.
     *
     * @param request what it is made from
     * @return the run database; closing it drops everything of the run
     * @throws io.quarkiverse.isolatedschema.IsolationException when the server cannot be reached or refuses; nothing of
     *         the run is left then
     */
    public static RunDatabase open(RunDatabaseRequest request) {
        try {
            String ownPath = ownSearchPath(request);
            return open(request, Maintenance.of(request.admin(), request.source(), request.original().database()), ownPath);
        } catch (SQLException refused) {
            throw ProvisioningErrors.runDatabase(request, refused);
        }
    }

    private static RunDatabase open(RunDatabaseRequest request, Maintenance maintenance, String ownPath)
            throws SQLException {
        OwnerLock lock;
        try {
            new OrphanSweeper(maintenance.connection()).sweep();
            lock = OwnerLock.take(maintenance.connect(), request.run());
        } catch (SQLException | RuntimeException failed) {
            maintenance.close();
            throw failed;
        }
        RunDatabase opened = new RunDatabase(request, maintenance, lock);
        try {
            opened.create(ownPath);
            return opened;
        } catch (SQLException | RuntimeException failed) {
            opened.close();
            throw failed;
        }
    }

    private static String ownSearchPath(RunDatabaseRequest request) throws SQLException {
        try (Connection connection = request.application().open(request.original())) {
            return query(connection, "select current_setting('search_path')").get(0);
        }
    }

    private void create(String ownPath) throws SQLException {
        long start = System.nanoTime();
        searchPathTail = ownPath;
        Connection connection = maintenance.connection();
        String source = new RunDatabaseSource(request, connection, copies).choose();
        copies.copy(connection, name(), source, role(connection));
        Databases.comment(connection, name(), "run database");
        DatabaseSettings.of(connection, source).withSearchPath(searchPath(bootSchema()), rolesWithOwnPath(connection))
                .applyTo(connection, name());
        try (Connection inside = request.admin().connect(name())) {
            execute(inside, "create schema %s authorization %s".formatted(identifier(inside, bootSchema()),
                    identifier(inside, role(inside))));
        }
        log.debugf("Made run database '%s' from '%s' in %d ms", name(), source, (System.nanoTime() - start) / 1_000_000);
    }

    private List<String> rolesWithOwnPath(Connection connection) throws SQLException {
        return query(connection, "select r.rolname from pg_db_role_setting s join pg_roles r on r.oid = s.setrole,"
                + " unnest(s.setconfig) setting where s.setdatabase = 0 and setting like 'search\\_path=%' and r.rolname = ?",
                role(connection));
    }

    /** The role that owns all we make: the application's, or the asking one where the application names none. */
    String role(Connection connection) throws SQLException {
        String user = request.application().user();
        return user.isEmpty() ? query(connection, "select current_user").get(0) : user;
    }

    /** @return the identity of the run */
    public RunId run() {
        return request.run();
    }

    /** @return the URL that the application would have used */
    public JdbcUrl original() {
        return request.original();
    }

    /** @return the name of the database */
    public String name() {
        return LeaseName.runDatabase(run());
    }

    /** @return the name of the schema that the application boots in */
    public String bootSchema() {
        return LeaseName.bootSchema(run());
    }

    /** @return the lease that the application boots in, and to which it returns between leases */
    public Lease bootLease() {
        return lease(name(), bootSchema());
    }

    /** The lease with that database and schema, as the application reaches it. */
    Lease lease(String database, String schema) {
        JdbcUrl url = request.original().withDatabase(database).withSearchPath(searchPath(schema));
        return new Lease(database, schema, url, request.application());
    }

    /** The search path of a lease: its schema first, then all that the user's own path holds. */
    String searchPath(String schema) {
        return searchPathTail.isBlank() ? schema : schema + ", " + searchPathTail;
    }

    /**
     * @return how many connections the server and the application's role leave to pools beside our own; at least 1
     */
    public int connectionsForPools() {
        try (Connection connection = maintenance.connect()) {
            int allowed = Integer.parseInt(query(connection, ALLOWED_CONNECTIONS, role(connection)).get(0));
            return Math.max(1, allowed - OWN_CONNECTIONS);
        } catch (SQLException refused) {
            throw ProvisioningErrors.runDatabase(request, refused);
        }
    }

    /** A connection that makes and drops databases: dedicated, one thread at a time. */
    Maintenance maintenance() {
        return maintenance;
    }

    /** How to reach the inside of a database as the role that may change it. */
    ServerAccess admin() {
        return request.admin();
    }

    /** How the databases of the run are copied. */
    DatabaseCopies copies() {
        return copies;
    }

    /**
     * Asks the server what is left of the run. Usable after {@link #close()}, too.
     *
     * @return the names of the databases of this run that exist; none when the server is gone
     */
    public List<String> left() {
        try (Connection connection = maintenance.connect()) {
            return new OrphanSweeper(connection).leftOf(run());
        } catch (SQLException gone) {
            log.debugf(gone, "The server of run %s is gone, and all of the run with it", run());
            return List.of();
        }
    }

    /** Drops everything of the run and gives up the owner lock. A server that is gone has nothing to drop. */
    @Override
    public void close() {
        try (maintenance; lock) {
            dropAll();
        } catch (SQLException gone) {
            log.debugf(gone, "Run %s could not be dropped; what is left of it is swept at the next start", run());
        }
    }

    private void dropAll() throws SQLException {
        try (Connection connection = maintenance.connect()) {
            dropAll(connection);
        } catch (SQLException full) {
            log.debugf(full, "Run %s is dropped through the connection that made it", run());
            synchronized (maintenance) {
                dropAll(maintenance.connection());
            }
        }
    }

    private void dropAll(Connection connection) throws SQLException {
        for (String database : new OrphanSweeper(connection).leftOf(run())) {
            drop(connection, database);
        }
    }

    private static void drop(Connection connection, String database) {
        try {
            Databases.drop(connection, database);
        } catch (SQLException refused) {
            log.debugf(refused, "Database '%s' could not be dropped; it is swept at the next start", database);
        }
    }
}
