package io.quarkiverse.isolatedschema.runtime.reset;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.quarkiverse.isolatedschema.runtime.postgres.Transaction;
import io.quarkiverse.isolatedschema.runtime.reset.Marks.Mark;

/**
 * All that is watched of one lease, and how it stood at the baseline. It holds as long as no definition changes.
 */
final class Watch implements AutoCloseable {

    /**
     * A table of more rows or bytes is not copied. It can still be rid of rows that were added; where more was changed, a fresh
     * lease costs less than a copy of the table.
     */
    static final int MOST_COPIED_ROWS = 20_000;

    private static final int MOST_COPIED_BYTES = 32 << 20;

    private static final int WRITERS = 0;

    /** Reading and vacuuming do not disturb. A prepared transaction has no process. */
    private static final String HOLDING = """
            locktype = 'relation' and l.database = (select oid from pg_database where datname = current_database())
            and granted and l.pid is distinct from pg_backend_pid() and relation = any ('{%s}'::oid[])
            """;

    private static final String WRITING = " and mode not in ('AccessShareLock', 'RowShareLock', 'ShareUpdateExclusiveLock')";

    private static final String DESCRIBE = "select distinct case when l.pid is null then 'a prepared transaction'"
            + " else format('process %s (%s, %s): %s', l.pid, application_name, state, query) end"
            + " from pg_locks l left join pg_stat_activity a on a.pid = l.pid where ";

    private static final List<String> LARGE_OBJECTS = List.of("pg_largeobject_metadata", "pg_largeobject");

    private final WipeSession session;

    private final WipeScope scope;

    private final String reference;

    private final Definitions definitions;

    private final List<WatchedTable> tables;

    private final List<WatchedSequence> sequences;

    private final MaterializedViews views;

    private final RowCopies copies;

    private final String holding;

    private final Marks marks;

    private int firstDefinition;

    private int firstSequence;

    private int firstTable;

    private int firstLargeObject;

    private int largeObjects;

    private List<Mark> baseline;

    private String since;

    private Map<Long, Long> files;

    private final Set<Long> copied = new HashSet<>();

    Watch(WipeSession session, WipeScope scope) throws SQLException {
        this.session = session;
        this.scope = scope;
        Connection connection = session.connection();
        reference = Definitions.nextTransaction(connection);
        definitions = new Definitions(connection, scope, reference);
        tables = WatchedTable.of(connection, scope);
        sequences = WatchedSequence.of(connection, scope);
        views = new MaterializedViews(connection, scope, reference);
        copies = new RowCopies(connection);
        holding = HOLDING.formatted(tables.stream().map(table -> String.valueOf(table.oid())).collect(Collectors.joining(",")));
        marks = marks();
        copies.clear();
        atOneInstant(this::begin);
    }

    private Marks marks() throws SQLException {
        Marks.Builder builder = new Marks.Builder();
        builder.add(List.of("count(*), 0 from pg_locks l where " + holding + WRITING));
        firstDefinition = definitions.addTo(builder);
        largeObjects = !scope.wholeDatabase() ? 0 : session.superuser() ? 2 : 1;
        firstLargeObject = builder.add(LARGE_OBJECTS.stream().limit(largeObjects)
                .map(name -> Marks.ofRows(reference) + "from " + name).toList());
        firstSequence = builder.add(sequences.stream().map(WatchedSequence::mark).toList());
        firstTable = builder.add(tables.stream().map(table -> table.mark(reference)).toList());
        return builder.prepare(session.connection());
    }

    private void atOneInstant(Transaction.Work work) throws SQLException {
        Transaction.in(session.connection(), () -> {
            execute(session.connection(), "set transaction isolation level repeatable read");
            work.run();
        });
    }

    private void begin() throws SQLException {
        forgetCachedValues();
        List<Mark> now = marks.read();
        definitions.accept(definitionsOf(now));
        accept(now, tables);
    }

    /**
     * Takes what the lease holds now for what it should hold.
     *
     * @return false when definitions have changed, so that all is to be watched anew
     */
    boolean rebase() throws SQLException {
        if (!definitionChanges(readable()).isEmpty()) {
            return false;
        }
        atOneInstant(() -> {
            forgetCachedValues();
            List<Mark> now = marks.read();
            Set<WatchedTable> other = new LinkedHashSet<>(changedTables(now));
            if (filesChanged(now)) {
                definitions.acceptMarks(definitionsOf(now));
                other.addAll(movedTables());
            }
            if (views.refreshed()) {
                views.accept();
            }
            accept(now, other);
        });
        return true;
    }

    /** The marks of the definitions at least. */
    private List<Mark> readable() throws SQLException {
        try {
            return marks.read();
        } catch (SQLException unreadable) {
            List<Mark> all = new ArrayList<>(baseline);
            List<Mark> definitionsNow = definitions.read();
            for (int i = 0; i < definitionsNow.size(); i++) {
                all.set(firstDefinition + i, definitionsNow.get(i));
            }
            return all;
        }
    }

    private void accept(List<Mark> now, Collection<WatchedTable> changed) throws SQLException {
        long largeObjectsBefore = baseline == null || largeObjects == 0 ? 0 : baseline.get(firstLargeObject).count();
        baseline = now;
        since = Definitions.nextTransaction(session.connection());
        files = WatchedTable.files(session.connection(), scope);
        for (WatchedTable table : changed) {
            keep(table);
        }
        if (largeObjects > 0 && now.get(firstLargeObject).count() + largeObjectsBefore > 0) {
            copies.copyLargeObjects();
        }
        if (!changed.isEmpty()) {
            copies.analyze();
        }
    }

    private void keep(WatchedTable table) throws SQLException {
        copied.remove(table.oid());
        long rows = of(table, baseline).count();
        if (rows == 0 || rows > MOST_COPIED_ROWS || size(table) > MOST_COPIED_BYTES) {
            copies.forget(table);
            return;
        }
        copies.copy(table);
        copied.add(table.oid());
    }

    private long size(WatchedTable table) throws SQLException {
        return Long.parseLong(
                query(session.connection(), "select pg_table_size(" + table.oid() + "::oid::regclass)::text").get(0));
    }

    /** The next values are those after the position, whoever asks: sessions keep none from before. */
    private void forgetCachedValues() throws SQLException {
        List<Mark> now = sequences.stream().anyMatch(WatchedSequence::cached) ? marks.read() : List.of();
        for (WatchedSequence sequence : sequences) {
            if (sequence.cached()) {
                execute(session.connection(), sequence.restart(of(sequence, now)));
            }
        }
    }

    List<Mark> read() throws SQLException {
        return marks.read();
    }

    List<Mark> baseline() {
        return baseline;
    }

    /** The marks of the baseline, but those of some tables as they are now. */
    List<Mark> readOnly(Collection<WatchedTable> some) throws SQLException {
        List<Mark> all = new ArrayList<>(baseline);
        String selects = some.stream().map(table -> "select " + (firstTable + table.place()) + ", " + table.mark(reference))
                .collect(Collectors.joining(" union all "));
        try (Statement statement = session.connection().createStatement(); ResultSet rows = statement.executeQuery(selects)) {
            while (rows.next()) {
                all.set(rows.getInt(1), new Mark(rows.getLong(2), rows.getLong(3)));
            }
        }
        return all;
    }

    /** What is there now is the baseline, written anew. */
    void restored(List<Mark> now, boolean catalogsChanged) throws SQLException {
        baseline = now;
        if (catalogsChanged) {
            definitions.acceptMarks(definitionsOf(now));
            files = WatchedTable.files(session.connection(), scope);
        }
    }

    /** Whether a transaction is open that may still change rows. */
    boolean writing(List<Mark> now) {
        return now.get(WRITERS).count() > 0;
    }

    /** The sessions that hold any of the tables. */
    List<String> holders() throws SQLException {
        return query(session.connection(), DESCRIBE + holding + " order by 1");
    }

    /** The sessions that may have changed rows of any of the tables. */
    List<String> writers() throws SQLException {
        return query(session.connection(), DESCRIBE + holding + WRITING + " order by 1");
    }

    /** What was defined, also where what was watched cannot be read any more; empty when nothing was. */
    List<String> newDefinitions() throws SQLException {
        List<Mark> now = definitions.read();
        return definitions.unmarked(now) ? List.of() : definitions.changes(now);
    }

    /** What was defined; empty when nothing was. */
    List<String> definitionChanges(List<Mark> now) throws SQLException {
        return filesChanged(now) ? definitions.changes(definitionsOf(now)) : List.of();
    }

    /** Whether catalogs have changed; if no definition did, then files. */
    boolean filesChanged(List<Mark> now) {
        return !definitions.unmarked(definitionsOf(now));
    }

    List<WatchedTable> tables() {
        return tables;
    }

    /** Whether anything is to be done. */
    boolean toRestore(List<Mark> now) throws SQLException {
        return filesChanged(now) || !changedTables(now).isEmpty() || !changedSequences(now).isEmpty()
                || !cachedSequences().isEmpty() || largeObjectsChanged(now) || views.refreshed();
    }

    List<WatchedTable> changedTables(List<Mark> now) {
        return tables.stream().filter(table -> !of(table, now).equals(of(table, baseline))).toList();
    }

    /** Those that have another file than at the baseline, and rows. */
    List<WatchedTable> movedTables() throws SQLException {
        Map<Long, Long> now = WatchedTable.files(session.connection(), scope);
        return tables.stream().filter(table -> !now.get(table.oid()).equals(files.get(table.oid()))).toList();
    }

    List<WatchedSequence> changedSequences(List<Mark> now) {
        return sequences.stream().filter(sequence -> !of(sequence, now).equals(of(sequence, baseline))).toList();
    }

    /** Those of which sessions may have taken values unseen. */
    List<WatchedSequence> cachedSequences() {
        return sequences.stream().filter(WatchedSequence::cached).toList();
    }

    boolean largeObjectsChanged(List<Mark> now) {
        return !now.subList(firstLargeObject, firstLargeObject + largeObjects)
                .equals(baseline.subList(firstLargeObject, firstLargeObject + largeObjects));
    }

    Mark of(WatchedTable table, List<Mark> all) {
        return all.get(firstTable + table.place());
    }

    Mark of(WatchedSequence sequence, List<Mark> all) {
        return all.get(firstSequence + sequence.place());
    }

    private List<Mark> definitionsOf(List<Mark> all) {
        return all.subList(firstDefinition, firstDefinition + definitions.size());
    }

    boolean isCopied(WatchedTable table) {
        return copied.contains(table.oid());
    }

    /** Whoever wrote a row of the baseline did so before that transaction began. */
    String since() {
        return since;
    }

    RowCopies copies() {
        return copies;
    }

    MaterializedViews views() {
        return views;
    }

    @Override
    public void close() throws SQLException {
        marks.close();
    }
}
