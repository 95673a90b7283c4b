package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseSettings;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;

/**
 * Chooses what the run database is copied from.
 * <p>
 * On a server of ours it is a base copy, made once per server of what the Dev Service prepared: nobody can be connected to
 * it, while anybody may be to the database the Dev Service tells of. Elsewhere it is the configured template, or the
 * database of the URL as long as that is small: a copy of a big one at every start would be a surprise.
 */
final class RunDatabaseSource {

    /** Serialises the JVMs that want the base copy; chosen once, by chance. */
    private static final long BASE_LOCK = 0x15_0A7E_DB45_E0C1L;

    private static final long SMALL_BYTES = 256L << 20;

    private final RunDatabaseRequest request;

    private final Connection connection;

    private final DatabaseCopies copies;

    RunDatabaseSource(RunDatabaseRequest request, Connection connection, DatabaseCopies copies) {
        this.request = request;
        this.connection = connection;
        this.copies = copies;
    }

    String choose() throws SQLException {
        if (request.template().isPresent()) {
            return request.template().get();
        }
        if (request.serverIsOurs()) {
            return base();
        }
        String named = request.original().database();
        List<String> tooBig = query(connection, "select pg_size_pretty(pg_database_size(oid)) from pg_database"
                + " where datname = ? and pg_database_size(oid) > " + SMALL_BYTES, named);
        if (!tooBig.isEmpty()) {
            throw ProvisioningErrors.sourceTooBig(named, tooBig.get(0), SMALL_BYTES >> 20);
        }
        return named;
    }

    private String base() throws SQLException {
        String named = request.original().database();
        String source = query(connection, "select oid::text from pg_database where datname = ?", named).get(0);
        String base = LeaseName.baseCopy(source);
        Databases.execute(connection, "select pg_advisory_lock(" + BASE_LOCK + ")");
        try {
            if (!Databases.exists(connection, base)) {
                String building = LeaseName.unfinishedBaseCopy(source, request.run());
                copies.copy(connection, building, named, query(connection, "select current_user").get(0));
                Databases.comment(connection, building, "base copy of '" + named + "'");
                DatabaseSettings.of(connection, named).applyTo(connection, building);
                Databases.seal(connection, building);
                Databases.execute(connection, "alter database %s rename to %s".formatted(
                        Databases.identifier(connection, building), Databases.identifier(connection, base)));
            }
            return base;
        } finally {
            Databases.execute(connection, "select pg_advisory_unlock(" + BASE_LOCK + ")");
        }
    }
}
