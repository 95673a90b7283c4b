package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.recording.Script;

/**
 * Chooses how leases are made beside the boot schema, right after boot: by replay, where a trial shows that it is exact, else
 * by migrating. What neither can isolate is refused.
 */
final class GivenCapture {

    private static final Logger log = Logger.getLogger(GivenCapture.class);

    private static final String SCHEMA_OF_TABLE = "select n.nspname from pg_class c join pg_namespace n on n.oid = relnamespace"
            + " where c.oid = to_regclass(?) and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass"
            + " and d.objid = c.oid and d.deptype = 'e')";

    private final GivenDatabase run;

    private final LeaseConnections connections;

    GivenCapture(GivenDatabase run, LeaseConnections connections) {
        this.run = run;
        this.connections = connections;
    }

    Provisioner capture() throws SQLException {
        Script script = finishRecording();
        Extensions.moveOut(run);
        refuseWhatLiesOutside();
        if (run.request().provisioning() == Provisioning.MIGRATE) {
            rehearse(script);
            return migrate();
        }
        Inexact inexact = tryReplay(script);
        return inexact == null ? replay(script) : insteadOfReplay(inexact);
    }

    private Script finishRecording() throws SQLException {
        try (Connection connection = run.connect()) {
            return run.recording().finish(run.bootSchema()).withSequencePositions(connection);
        }
    }

    private void refuseWhatLiesOutside() throws SQLException {
        try (Connection connection = run.connect()) {
            List<String> changes = run.before().changesTo(OutsideObjects.of(connection, run.role()));
            if (!changes.isEmpty()) {
                throw GivenDatabaseErrors.outside(run, changes.get(0));
            }
        }
        try (Connection connection = run.bootLease().access().open(run.bootLease().url())) {
            for (Map.Entry<String, String> mapped : run.request().application().mappedTables().entrySet()) {
                List<String> schema = query(connection, SCHEMA_OF_TABLE, mapped.getKey());
                if (!schema.isEmpty() && !schema.get(0).equals(run.bootSchema())) {
                    throw GivenDatabaseErrors.mapped(run, mapped.getValue(), mapped.getKey(), schema.get(0));
                }
            }
        }
    }

    /** Why a replay is not exact. */
    private record Inexact(String reason, SQLException cause) {
    }

    private Inexact tryReplay(Script script) {
        if (script.unreplayable().isPresent()) {
            return new Inexact(script.unreplayable().get(), null);
        }
        try {
            return Trial.of(run, replay(script)).difference().map(reason -> new Inexact(reason, null))
                    .orElse(null);
        } catch (SQLException failed) {
            refuseWritesOutside(failed);
            return new Inexact(failed.getMessage(), failed);
        }
    }

    private Provisioner replay(Script script) {
        return new SchemaProvisioner(run, Provisioning.REPLAY, new ReplayFilling(script));
    }

    /** Only a replay shows whether the start wrote to what others have; nothing of it stays. */
    private void rehearse(Script script) throws SQLException {
        if (script.unreplayable().isPresent()) {
            return;
        }
        Lease lease = run.make("rehearsal", made -> {
        });
        try (Connection connection = lease.access().open(lease.url())) {
            connection.setAutoCommit(false);
            script.replay(connection, lease.schema());
            connection.rollback();
        } catch (SQLException failed) {
            refuseWritesOutside(failed);
            log.debugf(failed, "What built the boot schema of run %s cannot be replayed", run.run());
        } finally {
            run.drop(lease.schema());
        }
    }

    private void refuseWritesOutside(SQLException failed) {
        if (Script.CHANGES_OUTSIDE.equals(failed.getSQLState())) {
            throw GivenDatabaseErrors.writesOutside(failed);
        }
    }

    private Provisioner insteadOfReplay(Inexact inexact) throws SQLException {
        if (run.request().provisioning() == Provisioning.REPLAY) {
            throw GivenDatabaseErrors.notReplayable(inexact.reason(), inexact.cause());
        }
        if (run.request().application().migrations().isEmpty()) {
            throw GivenDatabaseErrors.noWay(inexact.reason(), inexact.cause());
        }
        log.infof("Isolated schemas are made by Flyway migrations, because what built the first one cannot be replayed exactly:"
                + " %s", inexact.reason());
        return migrate();
    }

    private Provisioner migrate() throws SQLException {
        Provisioner migrate = new SchemaProvisioner(run, Provisioning.MIGRATE, new MigrateFilling(
                run.request().application().migrations().orElseThrow(GivenDatabaseErrors::noMigrations), connections));
        Trial trial = Trial.of(run, migrate);
        trial.differenceInStructureOrNumber().ifPresent(difference -> {
            throw GivenDatabaseErrors.migratedOtherwise(difference);
        });
        trial.difference().ifPresent(difference -> log.debugf("Migrated schemas differ in contents: %s", difference));
        return migrate;
    }
}
