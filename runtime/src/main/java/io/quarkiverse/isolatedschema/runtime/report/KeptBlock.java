package io.quarkiverse.isolatedschema.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.runtime.catalog.TableChange;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.LeaseChanges;

/**
 * What users read at the end of a class that has failed, or whose schema is kept for another reason: where its schema is, what
 * the class has changed in it, and how to open it. It holds no password.
 */
public final class KeptBlock {

    /** More than these nobody reads. */
    private static final int MOST = 20;

    private final List<String> lines = new ArrayList<>();

    /**
     * @param first the first line: what has happened, and what becomes of the schema
     * @param lease the schema
     */
    public KeptBlock(String first, Lease lease) {
        lines.add(first);
        add("schema", List.of(lease.schema()));
        add("database", List.of(lease.database()));
    }

    /**
     * Tells what the class has changed.
     *
     * @param changes what differs from a fresh schema
     * @return this
     */
    public KeptBlock with(LeaseChanges changes) {
        List<String> rows = changes.rows().stream().map(KeptBlock::describe).toList();
        add("rows", rows.isEmpty() && changes.notCompared().isEmpty() ? List.of("as in a fresh schema") : rows);
        add("defined", changes.definitions());
        return withoutComparison(changes.notCompared());
    }

    /**
     * Tells that it is not known what the class has changed, or not all of it.
     *
     * @param reasons why
     * @return this
     */
    public KeptBlock withoutComparison(List<String> reasons) {
        add("unknown", reasons);
        return this;
    }

    /**
     * Tells how to open the schema.
     *
     * @param lease the schema
     * @param server for how long its server is there, where that is not for the user to decide
     * @return this
     */
    public KeptBlock opened(Lease lease, Optional<String> server) {
        add("server", server.stream().toList());
        add("open", List.of(lease.psql()));
        return this;
    }

    private static String describe(TableChange change) {
        return change.table() + ": " + change.notCounted().map(reason -> "not counted (" + reason + ")")
                .orElseGet(() -> Stream.of(count(change.added(), "added"), count(change.changed(), "changed"),
                        count(change.removed(), "removed")).flatMap(Optional::stream).collect(Collectors.joining(", ")));
    }

    private static Optional<String> count(long rows, String what) {
        return rows == 0 ? Optional.empty() : Optional.of(rows + " " + what);
    }

    private void add(String label, List<String> values) {
        String head = label;
        for (String value : values.subList(0, Math.min(MOST, values.size()))) {
            lines.add("    %-10s%s".formatted(head, value));
            head = "";
        }
        if (values.size() > MOST) {
            lines.add("    %-10sand %d more".formatted("", values.size() - MOST));
        }
    }

    /** @return all lines */
    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
