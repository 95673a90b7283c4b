package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.SQLException;

import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/**
 * What one connection of the application does in the transaction of a test method.
 * <p>
 * A transaction that writes gets a savepoint before its first write; until then, and in auto-commit mode, each statement has
 * one of its own, so that one that fails undoes nothing else. Committing releases the savepoint.
 */
final class SharedSession {

    private static final String SAVEPOINT = "isolated_schema";

    private static final String CHECK = "savepoint isolated_schema_check; set constraints all immediate;"
            + " rollback to savepoint isolated_schema_check; release savepoint isolated_schema_check";

    private final PgConnection physical;

    private final Turns turns;

    private final StatementKinds kinds;

    private final boolean deferrable;

    private boolean autoCommit = true;

    /** The period of {@link Turns} in which the open transaction began; 0 when none is open. */
    private long begun;

    private SQLException failure;

    /**
     * @param physical the one connection
     * @param turns says when this may work
     * @param kinds tells what a statement does
     * @param deferrable whether the schema has constraints that may be checked at a commit
     */
    SharedSession(PgConnection physical, Turns turns, StatementKinds kinds, boolean deferrable) {
        this.physical = physical;
        this.turns = turns;
        this.kinds = kinds;
        this.deferrable = deferrable;
    }

    /** A call of the driver. */
    interface Call {

        Object run() throws Throwable;
    }

    /** What a call is about to do. */
    interface Writing {

        boolean test() throws SQLException;
    }

    PgConnection physical() {
        return physical;
    }

    StatementKinds kinds() {
        return kinds;
    }

    boolean autoCommit() {
        return autoCommit;
    }

    void autoCommit(boolean wanted) throws SQLException {
        if (wanted && !autoCommit) {
            commit();
        }
        autoCommit = wanted;
    }

    Object run(Writing writing, Call call) throws Throwable {
        turns.enter(this);
        try {
            if (turns.isPreparing()) {
                return call.run();
            }
            if (begun != 0 && begun != turns.period()) {
                throw Refusals.over(turns.method());
            }
            return autoCommit ? alone(writing, call) : inTransaction(writing, call);
        } catch (SQLException refused) {
            throw Refusals.explained(refused);
        } finally {
            turns.leave();
        }
    }

    private Object alone(Writing writing, Call call) throws Throwable {
        writing.test();
        physical.setAutosave(AutoSave.ALWAYS);
        try {
            return call.run();
        } finally {
            physical.setAutosave(AutoSave.NEVER);
        }
    }

    private Object inTransaction(Writing writing, Call call) throws Throwable {
        begun = turns.period();
        if (failure != null) {
            throw Refusals.aborted(failure);
        }
        if (!turns.isWriter(this)) {
            if (!writing.test()) {
                return reading(call);
            }
            Databases.execute(physical, "savepoint " + SAVEPOINT);
        }
        turns.write(this);
        return call.run();
    }

    private Object reading(Call call) throws Throwable {
        physical.setAutosave(AutoSave.ALWAYS);
        try {
            return call.run();
        } catch (PSQLException refused) {
            if (refused.getServerErrorMessage() != null) {
                failure = refused;
            }
            throw refused;
        } finally {
            physical.setAutosave(AutoSave.NEVER);
        }
    }

    void commit() throws SQLException {
        turns.enterToEnd();
        try {
            if (begun != 0 && begun != turns.period()) {
                throw Refusals.over(turns.method());
            }
            if (turns.isWriter(this)) {
                release();
            } else if (failure != null) {
                throw Refusals.lost(failure);
            }
        } finally {
            forget();
            turns.leave();
        }
    }

    private void release() throws SQLException {
        if (physical.getTransactionState() == TransactionState.FAILED) {
            undo();
            throw Refusals.lost(null);
        }
        try {
            if (deferrable) {
                Databases.execute(physical, CHECK);
            }
            Databases.execute(physical, "release savepoint " + SAVEPOINT);
        } catch (SQLException violated) {
            undo();
            throw violated;
        }
    }

    void rollback() throws SQLException {
        turns.enterToEnd();
        try {
            if (turns.isWriter(this) && begun == turns.period()) {
                undo();
            }
        } finally {
            forget();
            turns.leave();
        }
    }

    private void undo() throws SQLException {
        Databases.execute(physical, "rollback to savepoint " + SAVEPOINT + "; release savepoint " + SAVEPOINT);
    }

    private void forget() {
        begun = 0;
        failure = null;
        turns.stopWriting(this);
    }
}
