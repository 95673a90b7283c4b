package io.quarkiverse.isolatedschema.runtime.rollback;

import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PgConnection;

/**
 * The one connection to the server that all connections of a pool share, and what is known of it.
 *
 * @param physical the driver's connection
 * @param turns says who may work with it
 * @param kinds tells what statements do
 * @param checks what is to be done at commits
 * @param autosave when the application has the driver set savepoints
 */
record OneConnection(PgConnection physical, Turns turns, StatementKinds kinds, CommitChecks checks, AutoSave autosave) {
}
