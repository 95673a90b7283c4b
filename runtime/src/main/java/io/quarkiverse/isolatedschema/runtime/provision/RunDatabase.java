package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.identifier;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.orphan.OrphanSweeper;
import io.quarkiverse.isolatedschema.runtime.orphan.ProofOfLife;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseSettings;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.recording.Recording;

/**
 * The database made for one application start, with the boot schema in it. Everything of that start lives in it or is
 * copied from it, and goes with it.
 */
public final class RunDatabase implements Run {

    private static final Logger log = Logger.getLogger(RunDatabase.class);

    private final RunDatabaseRequest request;

    private final Maintenance maintenance;

    private final ProofOfLife life;

    private final DatabaseCopies copies;

    private String searchPathTail;

    private RunDatabase(RunDatabaseRequest request, Maintenance maintenance, ProofOfLife life) {
        this.request = request;
        this.maintenance = maintenance;
        this.life = life;
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
        ProofOfLife life;
        try {
            OrphanSweeper.ofDatabases(maintenance.connection(), request.admin())
                    .sweep(request.serverIsOurs() ? Logger.Level.DEBUG : Logger.Level.INFO);
            life = ProofOfLife.of(maintenance::connect, request.run());
        } catch (SQLException | RuntimeException failed) {
            maintenance.close();
            throw failed;
        }
        RunDatabase opened = new RunDatabase(request, maintenance, life);
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

    /** The role that owns all we make. */
    String role(Connection connection) throws SQLException {
        return request.role(connection);
    }

    @Override
    public RunId run() {
        return request.run();
    }

    @Override
    public JdbcUrl original() {
        return request.original();
    }

    @Override
    public String name() {
        return LeaseName.runDatabase(run());
    }

    @Override
    public String bootSchema() {
        return LeaseName.bootSchema(run());
    }

    @Override
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

    @Override
    public boolean inGivenDatabase() {
        return false;
    }

    @Override
    public int connectionsForPools() {
        try {
            return maintenance.connectionsForPools(role(maintenance.connection()));
        } catch (SQLException refused) {
            throw ProvisioningErrors.runDatabase(request, refused);
        }
    }

    @Override
    public Optional<Recording> recordingOfBoot() {
        return Optional.empty();
    }

    @Override
    public Provisioner capture(LeaseConnections connections) {
        try {
            return new DatabaseCloneProvisioner(Template.capture(this));
        } catch (SQLException refused) {
            throw ProvisioningErrors.template(name(), refused);
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

    @Override
    public boolean renew() {
        return life.renew();
    }

    @Override
    public void limitKept(int maxCount) throws SQLException {
        synchronized (maintenance) {
            KeptLeases.ofDatabases(maintenance.connection()).dropBeyond(maxCount);
        }
    }

    @Override
    public List<String> left() {
        try (Connection connection = maintenance.connectForTheEnd()) {
            return OrphanSweeper.ofDatabases(connection).leftOf(run());
        } catch (SQLException gone) {
            log.debugf(gone, "The server of run %s is gone, and all of the run with it", run());
            return List.of();
        }
    }

    @Override
    public void abandon() {
        try (maintenance; life) {
            log.debugf("Run %s goes with its server", run());
        } catch (SQLException gone) {
            log.debugf(gone, "The server of run %s is gone", run());
        }
    }

    @Override
    public void close() {
        try (maintenance; life) {
            dropAll();
        } catch (SQLException gone) {
            log.debugf(gone, "Run %s could not be dropped; what is left of it is swept at the next start", run());
        }
    }

    private void dropAll() throws SQLException {
        try (Connection connection = maintenance.connectForTheEnd()) {
            OrphanSweeper.ofDatabases(connection, request.admin()).dropAllOf(run());
        } catch (SQLException full) {
            log.debugf(full, "Run %s is dropped through the connection that made it", run());
            synchronized (maintenance) {
                OrphanSweeper.ofDatabases(maintenance.connection(), request.admin()).dropAllOf(run());
            }
        }
    }
}
