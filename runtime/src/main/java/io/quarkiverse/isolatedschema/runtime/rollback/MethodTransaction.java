package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import org.jboss.logging.Logger;
import org.postgresql.jdbc.PgConnection;

import io.quarkiverse.isolatedschema.runtime.driver.InterceptingDriver;
import io.quarkiverse.isolatedschema.runtime.driver.Interception;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/**
 * The transaction that a test method runs in, and the one connection to the server that it is open in.
 * <p>
 * The pool gets a {@link SharedConnection} for each connection it asks for. Before the first method they work as ever, so
 * that the pool's initial SQL stays in force; then everything happens in the transaction of the method that runs.
 */
public final class MethodTransaction implements Interception, AutoCloseable {

    private static final Logger log = Logger.getLogger(MethodTransaction.class);

    /** The driver sets a savepoint before each statement that may fail alone, and releases it: else they pile up. */
    private static final Map<String, String> PROPERTIES = Map.of("cleanupSavepoints", "true");

    /** What a rollback leaves in the session. */
    private static final String FORGET = "select pg_advisory_unlock_all(); discard sequences";

    private final String id = InterceptingDriver.add(this);

    private final Turns turns;

    private PgConnection physical;

    private StatementKinds kinds;

    private boolean deferrable;

    private SequencePositions sequences;

    /** @param patience how long work waits for that of another thread, before it is refused */
    public MethodTransaction(Duration patience) {
        this.turns = new Turns(patience);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized Connection connection(Opening opening) throws SQLException {
        if (physical == null) {
            physical = opening.open(PROPERTIES);
            kinds = new StatementKinds(physical);
            deferrable = CommitChecks.deferrable(physical);
        }
        return SharedConnection.of(new SharedSession(physical, turns, kinds, deferrable));
    }

    /**
     * A test method begins. The pool has opened a connection before.
     *
     * @param method its name, for messages
     * @throws SQLException when the server refuses, or when the schema has triggers that run at a commit
     */
    public synchronized void begin(String method) throws SQLException {
        if (sequences == null) {
            CommitChecks.refuseTriggers(physical);
            sequences = SequencePositions.of(physical);
        }
        physical.setAutoCommit(false);
        // Begins the transaction: the driver sets no savepoint before the statement that does.
        Databases.execute(physical, "select 1");
        turns.begin(method);
    }

    /**
     * The test method is over: all that was done since it began is undone, and who is still at work fails at its next
     * statement.
     *
     * @return whether the lease is as it was and can be used by the next method; if not, it has to be replaced
     */
    public synchronized boolean rollback() {
        try {
            if (!turns.end()) {
                // Somebody's statement does not end; the server rolls back when the session is gone.
                physical.abort(Runnable::run);
                return false;
            }
            physical.rollback();
            physical.setAutoCommit(true);
            sequences.restore(physical);
            Databases.execute(physical, FORGET);
            return true;
        } catch (SQLException failed) {
            log.debugf(failed, "The work of a test method could not be rolled back by its own connection");
            return false;
        }
    }

    /** Ends the session; the pool is closed before. */
    @Override
    public synchronized void close() throws SQLException {
        InterceptingDriver.remove(id);
        if (physical != null) {
            physical.close();
        }
    }
}
