package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases.Kept;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases.Limits;
import io.quarkiverse.isolatedschema.runtime.orphan.OrphanSweeper;
import io.quarkiverse.isolatedschema.runtime.orphan.ProofOfLife;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.Schemas;
import io.quarkiverse.isolatedschema.runtime.recording.Recording;

/**
 * A run inside the database that the URL names: the boot schema and every lease are schemas beside what the user has
 * there. For where databases may not be created; nothing more is asked for than to create schemas.
 */
public final class GivenDatabase implements Run {

    private static final Logger log = Logger.getLogger(GivenDatabase.class);

    private final GivenDatabaseRequest request;

    private final String role;

    private final Maintenance maintenance;

    private final ProofOfLife life;

    private final Recording recording = Recording.start();

    /** Schemas are made and dropped one after the other: together, large ones take more locks than a server has. */
    private final Object oneAtATime = new Object();

    private OutsideObjects before;

    private boolean captured;

    private GivenDatabase(GivenDatabaseRequest request, String role, Maintenance maintenance, ProofOfLife life) {
        this.request = request;
        this.role = role;
        this.maintenance = maintenance;
        this.life = life;
    }

    /**
     * Sweeps orphans, takes the owner lock, and makes the boot schema.
     *
     * @param request how the run is to take place
     * @return the run; closing it drops its schemas
     * @throws io.quarkiverse.isolatedschema.IsolationException when the server cannot be reached or refuses; nothing of
     *         the run is left then
     */
    public static GivenDatabase open(GivenDatabaseRequest request) {
        try {
            return open(request, Maintenance.inside(request.server().admin(), request.server().original().database()));
        } catch (SQLException refused) {
            throw GivenDatabaseErrors.noBootSchema(request.server(), refused);
        }
    }

    private static GivenDatabase open(GivenDatabaseRequest request, Maintenance maintenance) throws SQLException {
        GivenDatabase opened;
        try {
            OrphanSweeper.ofSchemas(maintenance.connection()).sweep();
            String role = request.server().role(maintenance.connection());
            opened = new GivenDatabase(request, role, maintenance,
                    ProofOfLife.of(maintenance::connect, request.server().run()));
        } catch (SQLException | RuntimeException failed) {
            maintenance.close();
            throw failed;
        }
        try {
            opened.checkSearchPath();
            opened.before = OutsideObjects.of(maintenance.connection(), opened.role);
            opened.createSchema(opened.bootSchema(), "boot schema");
            return opened;
        } catch (SQLException | RuntimeException failed) {
            opened.close();
            throw failed;
        }
    }

    /** It was decided on before everything was known. */
    private void checkSearchPath() throws SQLException {
        try (Connection connection = request.server().application().open(original())) {
            String actual = query(connection, "select current_setting('search_path')").get(0);
            if (!actual.equals(request.searchPath())) {
                throw GivenDatabaseErrors.searchPath(request, actual);
            }
        }
    }

    @Override
    public RunId run() {
        return request.server().run();
    }

    @Override
    public JdbcUrl original() {
        return request.server().original();
    }

    @Override
    public String name() {
        return original().database();
    }

    @Override
    public String bootSchema() {
        return LeaseName.bootSchema(run());
    }

    @Override
    public Lease bootLease() {
        return lease(bootSchema());
    }

    /** The lease with that schema, as the application reaches it. */
    Lease lease(String schema) {
        String path = request.searchPath().isBlank() ? schema : schema + ", " + request.searchPath();
        return new Lease(name(), schema, original().withSearchPath(path), request.server().application());
    }

    @Override
    public boolean inGivenDatabase() {
        return true;
    }

    @Override
    public int connectionsForPools() {
        try {
            return maintenance.connectionsForPools(role);
        } catch (SQLException refused) {
            throw GivenDatabaseErrors.noBootSchema(request.server(), refused);
        }
    }

    @Override
    public Optional<Recording> recordingOfBoot() {
        return Optional.of(recording);
    }

    @Override
    public Provisioner capture(LeaseConnections connections) {
        captured = true;
        try {
            return new GivenCapture(this, connections).capture();
        } catch (SQLException refused) {
            throw GivenDatabaseErrors.capture(name(), refused);
        }
    }

    Recording recording() {
        return recording;
    }

    GivenDatabaseRequest request() {
        return request;
    }

    /** What the user had beside the boot schema before the application booted. */
    OutsideObjects before() {
        return before;
    }

    /** The role that owns all we make. */
    String role() {
        return role;
    }

    /** One more connection of who makes and drops schemas; the caller closes it. */
    Connection connect() throws SQLException {
        return maintenance.connect();
    }

    /** Makes a lease and fills it; nothing is left of it when that fails. */
    Lease make(String purpose, Filling filling) throws SQLException {
        Lease lease = lease(LeaseName.lease(run()));
        synchronized (oneAtATime) {
            createSchema(lease.schema(), purpose);
            try {
                filling.fill(lease);
                return lease;
            } catch (SQLException | RuntimeException failed) {
                dropAfter(failed, lease.schema());
                throw failed;
            }
        }
    }

    /** Gives an empty schema its contents. */
    interface Filling {

        void fill(Lease lease) throws SQLException;
    }

    private void createSchema(String name, String purpose) throws SQLException {
        Schemas.create(maintenance.connection(), name, role, purpose);
    }

    private void dropAfter(Exception failed, String name) {
        try {
            drop(name);
        } catch (SQLException refused) {
            failed.addSuppressed(refused);
        }
    }

    void describe(String name, String purpose) throws SQLException {
        synchronized (oneAtATime) {
            Schemas.comment(maintenance.dropping(), name, purpose);
        }
    }

    Kept keep(String name, String testClass, Limits limits) throws SQLException {
        synchronized (oneAtATime) {
            return KeptLeases.ofSchemas(maintenance.dropping()).keep(name, testClass, limits);
        }
    }

    void drop(String name) throws SQLException {
        synchronized (oneAtATime) {
            Schemas.drop(maintenance.dropping(), name);
        }
    }

    @Override
    public boolean renew() {
        return life.renew();
    }

    @Override
    public void limitKept(int maxCount) throws SQLException {
        synchronized (oneAtATime) {
            KeptLeases.ofSchemas(maintenance.connection()).dropBeyond(maxCount);
        }
    }

    @Override
    public List<String> left() {
        try (Connection connection = maintenance.connectForTheEnd()) {
            return OrphanSweeper.ofSchemas(connection).leftOf(run());
        } catch (SQLException gone) {
            log.debugf(gone, "The server of run %s is gone", run());
            return List.of();
        }
    }

    @Override
    public void abandon() {
        recording.close();
        try (maintenance; life) {
            log.debugf("Run %s goes with its server", run());
        } catch (SQLException gone) {
            log.debugf(gone, "The server of run %s is gone", run());
        }
    }

    @Override
    public void close() {
        recording.close();
        try (maintenance; life) {
            dropAll();
        } catch (SQLException gone) {
            log.debugf(gone, "Run %s could not be dropped; what is left of it is swept at the next start", run());
        }
    }

    private void dropAll() throws SQLException {
        try (Connection connection = maintenance.connectForTheEnd()) {
            tellWhatWasDoneOutside(connection);
            OrphanSweeper.ofSchemas(connection).dropAllOf(run());
        } catch (SQLException full) {
            log.debugf(full, "Run %s is dropped through the connection that made it", run());
            synchronized (oneAtATime) {
                OrphanSweeper.ofSchemas(maintenance.connection()).dropAllOf(run());
            }
        }
    }

    /** A capture refuses that; who never gets so far, such as a packaged application, is told at the end. */
    private void tellWhatWasDoneOutside(Connection connection) throws SQLException {
        if (before != null && !captured) {
            List<String> changes = before.changesTo(OutsideObjects.of(connection, role));
            if (!changes.isEmpty()) {
                log.warn(GivenDatabaseErrors.outside(this, changes.get(0)).getMessage());
            }
        }
    }
}
