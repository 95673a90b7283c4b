package io.quarkiverse.isolatedschema.runtime.catalog;

import java.util.Optional;

/**
 * How the rows of a table differ from those of another one.
 *
 * @param table the name of the table
 * @param added how many rows there are that the other does not have
 * @param changed how many rows have the same key as one of the other, but other contents; none without a primary key, where
 *        each counts as one added and one removed
 * @param removed how many rows of the other there are not
 * @param notCounted why nothing of that is known, or empty
 */
public record TableChange(String table, long added, long changed, long removed, Optional<String> notCounted) {

    static TableChange notCounted(String table, String reason) {
        return new TableChange(table, 0, 0, 0, Optional.of(reason));
    }

    /**
     * @param schema the name of a schema
     * @return this, with the table named as one of that schema
     */
    public TableChange in(String schema) {
        return new TableChange(schema + "." + table, added, changed, removed, notCounted);
    }
}
