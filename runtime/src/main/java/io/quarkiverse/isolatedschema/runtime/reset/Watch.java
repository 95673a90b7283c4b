package io.quarkiverse.isolatedschema.runtime.reset;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.quarkiverse.isolatedschema.runtime.postgres.Transaction;
import io.quarkiverse.isolatedschema.runtime.reset.Marks.Mark;

/**
 * All that is watched of one lease, and how it stood at the baseline. It holds as long as no definition changes.
 */
final class Watch implements AutoCloseable {

    private static final int WRITERS = 0;

    private static final String LARGE_OBJECTS = "from pg_largeobject_metadata";

    private static final String PAGES_OF_LARGE_OBJECTS = "from pg_largeobject";

    /** For those who may not see the pages. */
    private static final String DIGEST_OF_LARGE_OBJECTS = "count(*), coalesce(sum(hashtext(md5(lo_get(oid)))::bigint), 0) "
            + LARGE_OBJECTS + " where pg_has_role(lomowner, 'USAGE')";

    private final WipeSession session;

    private final WipeScope scope;

    private final String reference;

    private final Definitions definitions;

    private final List<WatchedTable> tables;

    private final List<WatchedSequence> sequences;

    private final MaterializedViews views;

    private final RowCopies copies;

    private final Holders holders;

    private final Marks marks;

    private int firstDefinition;

    private int firstSequence;

    private int firstTable;

    private int firstLargeObject;

    private int largeObjects;

    private List<Mark> baseline;

    private String since;

    private Map<Long, Long> files;

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
        holders = new Holders(connection, tables);
        marks = marks();
        copies.clear();
        atOneInstant(this::begin);
    }

    private Marks marks() throws SQLException {
        Marks.Builder builder = new Marks.Builder();
        builder.add(List.of(holders.mark()));
        firstDefinition = definitions.addTo(builder);
        List<String> ofLargeObjects = !scope.wholeDatabase() ? List.of()
                : List.of(Marks.ofRows(reference) + LARGE_OBJECTS,
                        session.superuser() ? Marks.ofRows(reference) + PAGES_OF_LARGE_OBJECTS : DIGEST_OF_LARGE_OBJECTS);
        largeObjects = ofLargeObjects.size();
        firstLargeObject = builder.add(ofLargeObjects);
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
        List<Mark> seen;
        try {
            seen = marks.read();
        } catch (SQLException unreadable) {
            if (newDefinitions().isEmpty()) {
                throw unreadable;
            }
            return false;
        }
        if (!definitionChanges(seen).isEmpty()) {
            return false;
        }
        if (toRestore(seen)) {
            atOneInstant(this::acceptChanges);
        }
        return true;
    }

    private void acceptChanges() throws SQLException {
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
    }

    private void accept(List<Mark> now, Collection<WatchedTable> changed) throws SQLException {
        long largeObjectsBefore = baseline == null || largeObjects == 0 ? 0 : baseline.get(firstLargeObject).count();
        baseline = now;
        since = Definitions.nextTransaction(session.connection());
        files = WatchedTable.files(session.connection(), scope);
        copies.keep(changed.stream().collect(Collectors.toMap(Function.identity(), table -> of(table, baseline).count())));
        if (largeObjects > 0 && now.get(firstLargeObject).count() + largeObjectsBefore > 0) {
            copies.copyLargeObjects();
        }
        if (!changed.isEmpty()) {
            copies.analyze();
        }
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
        for (WatchedTable table : some) {
            try (PreparedStatement query = session.prepare("select " + table.mark(reference));
                    ResultSet row = query.executeQuery()) {
                row.next();
                all.set(firstTable + table.place(), new Mark(row.getLong(1), row.getLong(2)));
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

    Holders holders() {
        return holders;
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
