package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.catalog.RowChanges;
import io.quarkiverse.isolatedschema.runtime.catalog.SchemaCatalog;
import io.quarkiverse.isolatedschema.runtime.catalog.TableChange;

/**
 * What a test class has changed in its lease, found out by a comparison to a fresh one that is made for it.
 *
 * @param rows the tables of the schema whose rows differ, and those of other schemas of a database of its own
 * @param definitions what has been defined, defined otherwise or removed in the schema, each in a few words
 * @param notCompared what could not be compared, or not all of it, and why
 */
public record LeaseChanges(List<TableChange> rows, List<String> definitions, List<String> notCompared) {

    /** So that looking at a failed class takes a moment, whatever it has left. */
    private static final RowChanges.Bounds BOUNDS = new RowChanges.Bounds(10_000, Duration.ofSeconds(5));

    /** They come along with what they belong to, or change with every row. */
    private static final Set<String> NOT_TOLD = Set.of("sequence position", "owner", "grants", "comment");

    private static final String OTHER_SCHEMAS = "select nspname from pg_namespace where nspname <> ?"
            + " and nspname !~ '^pg_' and nspname <> 'information_schema' order by nspname";

    private static final Logger log = Logger.getLogger(LeaseChanges.class);

    /**
     * @param provisioner makes the fresh lease
     * @param lease the lease of a class that is over
     * @return what differs, as far as it could be found out; committed work only
     * @throws SQLException when the server gives no fresh lease, or lets nobody into one of the two
     */
    public static LeaseChanges of(Provisioner provisioner, Lease lease) throws SQLException {
        Lease fresh = provisioner.provision("to compare with " + lease.schema()).lease();
        try (Connection before = fresh.access().open(fresh.url()); Connection after = lease.access().open(lease.url())) {
            LeaseChanges found = new LeaseChanges(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            boolean copies = provisioner.provisioning() == Provisioning.DATABASE_CLONE;
            found.attempt("rows", () -> {
                RowChanges changes = new RowChanges(before, after, copies, BOUNDS);
                found.rows().addAll(changes.between(fresh.schema(), lease.schema()));
                for (String other : copies ? query(before, OTHER_SCHEMAS, fresh.schema()) : List.<String> of()) {
                    changes.between(other, other).forEach(change -> found.rows().add(change.in(other)));
                }
            });
            found.attempt("definitions", () -> found.definitions().addAll(definitions(before, fresh, after, lease)));
            return found;
        } finally {
            drop(provisioner, fresh);
        }
    }

    private interface Comparison {
        void run() throws SQLException;
    }

    private void attempt(String part, Comparison comparison) {
        try {
            comparison.run();
        } catch (SQLException refused) {
            log.debugf(refused, "The %s of a lease could not be compared", part);
            notCompared.add(part + ": " + refused.getMessage());
        }
    }

    private static List<String> definitions(Connection before, Lease fresh, Connection after, Lease lease)
            throws SQLException {
        for (Connection connection : List.of(before, after)) {
            execute(connection, "set statement_timeout = %d".formatted(BOUNDS.time().toMillis()));
        }
        return SchemaCatalog.of(before, fresh.schema()).differencesTo(SchemaCatalog.of(after, lease.schema())).stream()
                .filter(difference -> !NOT_TOLD.contains(difference.kind()))
                .map(difference -> "%s %s \"%s\"".formatted(
                        difference.expected() == null ? "new" : difference.actual() == null ? "removed" : "changed",
                        difference.kind(), difference.object()))
                .toList();
    }

    private static void drop(Provisioner provisioner, Lease fresh) {
        try {
            provisioner.drop(fresh);
        } catch (SQLException refused) {
            log.debugf(refused, "Lease %s, which was only compared with, stays until the end of the run", fresh.schema());
        }
    }
}
