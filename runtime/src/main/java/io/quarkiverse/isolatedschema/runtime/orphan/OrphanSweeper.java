package io.quarkiverse.isolatedschema.runtime.orphan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.Marker;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;

/**
 * Drops what runs left behind that are dead: databases that carry our name pattern and our {@link Marker}, whose owner's
 * {@link OwnerLock} nobody holds, and which the asking role owns.
 */
public final class OrphanSweeper {

    private static final Logger log = Logger.getLogger(OrphanSweeper.class);

    private static final String OURS = "select datname from pg_database where datname ~ ? and datconnlimit = ?"
            + " and pg_has_role(datdba, 'USAGE') order by datname";

    private final Connection connection;

    /**
     * @param connection asks and drops; in auto-commit mode, in a database that is never ours
     */
    public OrphanSweeper(Connection connection) {
        this.connection = connection;
    }

    /**
     * Drops the orphans of this server. One that cannot be dropped is reported and left for the next sweep.
     *
     * @return the names of the databases that were dropped
     * @throws SQLException when the server cannot be asked
     */
    public List<String> sweep() throws SQLException {
        List<String> ours = ours();
        // The order matters: a run takes its lock before it makes a database, so what was listed before had its lock taken.
        Set<RunId> living = OwnerLock.living(connection);
        List<String> dropped = new ArrayList<>();
        for (String database : ours) {
            if (LeaseName.owner(database).filter(owner -> !living.contains(owner)).isPresent() && drop(database)) {
                dropped.add(database);
            }
        }
        if (!dropped.isEmpty()) {
            log.infof("Dropped %d databases that earlier test runs left behind", dropped.size());
        }
        return dropped;
    }

    /**
     * @param run any run
     * @return the names of the databases of that run that exist now
     * @throws SQLException when the server cannot be asked
     */
    public List<String> leftOf(RunId run) throws SQLException {
        return ours().stream().filter(database -> LeaseName.owner(database).filter(run::equals).isPresent()).toList();
    }

    private List<String> ours() throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(OURS)) {
            query.setString(1, LeaseName.DATABASE_PATTERN);
            query.setInt(2, Marker.CONNECTION_LIMIT);
            try (ResultSet databases = query.executeQuery()) {
                while (databases.next()) {
                    names.add(databases.getString(1));
                }
            }
        }
        return names;
    }

    private boolean drop(String database) {
        try {
            Databases.drop(connection, database);
            return true;
        } catch (SQLException refused) {
            log.debugf(refused, "Database '%s' of a dead test run stays until the next sweep", database);
            return false;
        }
    }
}
