package io.quarkiverse.isolatedschema.runtime.reset;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.quarkiverse.isolatedschema.runtime.reset.Marks.Mark;

/**
 * Brings back what differs from the baseline, in one transaction of the caller's.
 * <p>
 * Where foreign keys cannot be left out, the rows of all tables are put back by one statement, at whose end they are checked:
 * so no order of tables matters, nor do cycles.
 */
final class Restoration {

    /** From that many rows on, a table that was empty is truncated: measured, that is when deleting them takes longer. */
    static final int TRUNCATED_FROM = 2_000;

    private final WipeSession session;

    private final Watch watch;

    private final ForeignKeys foreignKeys;

    private final Firings firings;

    private final List<Mark> now;

    private final List<WatchedTable> tables;

    private final Set<Long> moved;

    /** Those that got rows anew, or that cannot be told to be as they were without looking. */
    private final Set<WatchedTable> rewritten = new LinkedHashSet<>();

    /** Whether more than rows and positions of sequences was changed on the way. */
    private boolean catalogsChanged;

    Restoration(WipeSession session, Watch watch, ForeignKeys foreignKeys, Firings firings, List<Mark> now)
            throws SQLException {
        this.session = session;
        this.watch = watch;
        this.foreignKeys = foreignKeys;
        this.firings = firings;
        this.now = now;
        this.tables = watch.changedTables(now);
        this.catalogsChanged = watch.filesChanged(now);
        this.moved = catalogsChanged
                ? watch.movedTables().stream().map(WatchedTable::oid).collect(Collectors.toSet())
                : Set.of();
    }

    /**
     * @return the names of what was brought back
     * @throws NotRestored when that is not possible
     */
    List<String> run() throws SQLException {
        Set<String> names = new LinkedHashSet<>(tables.stream().map(WatchedTable::name).toList());
        restoreTables();
        names.addAll(restoreViews());
        if (watch.largeObjectsChanged(now)) {
            watch.copies().unlinkAddedLargeObjects();
            names.add("large objects");
            catalogsChanged = true;
        }
        List<WatchedSequence> sequences = watch.changedSequences(now);
        names.addAll(sequences.stream().map(WatchedSequence::name).toList());
        restart(sequences);
        if (catalogsChanged || !rewritten.isEmpty()) {
            verify();
        }
        return List.copyOf(names);
    }

    private void restoreTables() throws SQLException {
        if (tables.isEmpty()) {
            followMoved();
            return;
        }
        Set<Long> oids = tables.stream().map(WatchedTable::oid).collect(Collectors.toSet());
        String disable = firings.disable(oids);
        if (!disable.isEmpty()) {
            execute(connection(), disable);
            catalogsChanged = true;
        }
        if (!session.replica()) {
            refuseWhatOthersWouldFeel();
        }
        Set<Long> truncated = truncate();
        writeRows(tables.stream().filter(table -> !truncated.contains(table.oid())).toList());
        followMoved();
        if (!disable.isEmpty()) {
            execute(connection(), firings.enable(oids));
        }
    }

    /**
     * A row that was changed is deleted and written anew. Foreign keys that only check at the end let that pass; others would
     * act on the rows that refer to it, where they cannot be left out.
     */
    private void refuseWhatOthersWouldFeel() throws SQLException {
        for (WatchedTable table : tables) {
            if (watch.copies().has(table) && foreignKeys.actsOn(table.oid()) && changedRows(table)) {
                throw new NotRestored("Rows of " + table.name() + " were changed that foreign keys with an action refer to,"
                        + " and the role may not leave foreign keys out of account (session_replication_role)");
            }
        }
    }

    private boolean changedRows(WatchedTable table) throws SQLException {
        try (PreparedStatement statement = session.prepare(watch.copies().replaced(table));
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private Set<Long> truncate() throws SQLException {
        Set<Long> large = tables.stream()
                .filter(table -> wasEmpty(table) && watch.of(table, now).count() >= TRUNCATED_FROM)
                .map(WatchedTable::oid).collect(Collectors.toSet());
        Set<Long> truncated = foreignKeys.truncatable(large);
        if (!truncated.isEmpty()) {
            execute(connection(), "truncate only " + tables.stream().filter(table -> truncated.contains(table.oid()))
                    .map(WatchedTable::name).collect(Collectors.joining(", only ")));
            catalogsChanged = true;
        }
        return truncated;
    }

    /** Each by itself where that makes no difference, since the server then has planned most of it before. */
    private void writeRows(List<WatchedTable> written) throws SQLException {
        if (session.replica()) {
            for (WatchedTable table : written) {
                writeTogether(List.of(table));
            }
        } else if (!written.isEmpty()) {
            writeTogether(written);
        }
        written.stream().filter(this::isLarge).forEach(rewritten::add);
    }

    private void writeTogether(List<WatchedTable> written) throws SQLException {
        List<String> parts = new ArrayList<>();
        List<String> counts = new ArrayList<>(List.of(" select -1, 0::bigint"));
        for (int i = 0; i < written.size(); i++) {
            WatchedTable table = written.get(i);
            if (watch.copies().has(table)) {
                parts.add(watch.copies().restoration(i, table, moved.contains(table.oid())));
                counts.add(" select %1$d, (select count(*) from inserted%1$d)".formatted(i));
            } else {
                parts.add("deleted%d as (delete from only %s%s)".formatted(i, table.name(),
                        wasEmpty(table) ? "" : " where age(xmin) <= age('" + watch.since() + "'::xid)"));
            }
        }
        try (PreparedStatement statement = session
                .prepare("with " + String.join(", ", parts) + String.join(" union all ", counts));
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (rows.getLong(2) > 0) {
                    rewritten.add(written.get(rows.getInt(1)));
                }
            }
        }
    }

    private boolean wasEmpty(WatchedTable table) {
        return watch.of(table, watch.baseline()).count() == 0;
    }

    private boolean isLarge(WatchedTable table) {
        return !wasEmpty(table) && !watch.copies().has(table);
    }

    /** The rows of a table that has another file lie elsewhere, though none was changed. */
    private void followMoved() throws SQLException {
        for (WatchedTable table : watch.tables()) {
            if (moved.contains(table.oid()) && watch.copies().has(table) && !tables.contains(table)) {
                watch.copies().keep(Map.of(table, watch.of(table, now).count()));
            }
        }
    }

    private List<String> restoreViews() throws SQLException {
        if (!watch.views().refreshed()) {
            return List.of();
        }
        catalogsChanged = true;
        List<String> names = watch.views().restore();
        watch.views().accept();
        return names;
    }

    private void restart(List<WatchedSequence> changed) throws SQLException {
        Set<WatchedSequence> all = new LinkedHashSet<>(changed);
        all.addAll(watch.cachedSequences());
        if (!all.isEmpty()) {
            execute(connection(), all.stream().map(sequence -> sequence.restart(watch.of(sequence, watch.baseline())))
                    .collect(Collectors.joining(";")));
        }
        catalogsChanged |= !watch.cachedSequences().isEmpty();
    }

    /** What was not written anew has its old mark again, and of what was, nothing is missing. */
    private void verify() throws SQLException {
        List<Mark> after = catalogsChanged ? watch.read() : watch.readOnly(rewritten);
        for (WatchedTable table : watch.tables()) {
            Mark wanted = watch.of(table, watch.baseline());
            Mark found = watch.of(table, after);
            boolean rowsAnew = rewritten.contains(table) && !isLarge(table);
            if (!found.equals(wanted) && !(rowsAnew && found.count() == wanted.count())) {
                throw new NotRestored(isLarge(table)
                        ? "Rows of " + table.name() + " were changed or deleted, of which there are too many for a copy"
                        : "Table " + table.name() + " does not hold what it held, although it was written anew");
            }
        }
        if (watch.largeObjectsChanged(after)) {
            throw new NotRestored("Large objects of the baseline were changed or deleted");
        }
        if (!watch.changedSequences(after).isEmpty()) {
            throw new NotRestored("Somebody still uses sequence " + watch.changedSequences(after).get(0).name());
        }
        watch.restored(after, catalogsChanged);
    }

    private Connection connection() {
        return session.connection();
    }
}
