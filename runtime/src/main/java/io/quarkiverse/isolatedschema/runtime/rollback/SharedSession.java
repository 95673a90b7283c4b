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

    private static final String SET_SAVEPOINT = "savepoint " + SAVEPOINT;

    private static final String READ_ONLY = "; set transaction read only";

    private final OneConnection one;

    private final PgConnection physical;

    private final Turns turns;

    private final LocalSettings settings;

    private boolean autoCommit = true;

    private boolean readOnly;

    /** The period of {@link Turns} in which the open transaction began; 0 when none is open. */
    private long begun;

    private SQLException failure;

    SharedSession(OneConnection one) throws SQLException {
        this.one = one;
        this.physical = one.physical();
        this.turns = one.turns();
        this.settings = new LocalSettings(physical);
        this.readOnly = physical.isReadOnly();
    }

    /** A call of the driver. */
    interface Call {

        Object run() throws Throwable;
    }

    PgConnection physical() {
        return physical;
    }

    StatementKinds kinds() {
        return one.kinds();
    }

    boolean isPreparing() {
        return turns.isPreparing();
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

    boolean readOnly() {
        return readOnly;
    }

    void readOnly(boolean wanted) {
        readOnly = wanted;
    }

    Object run(Effect.Question question, Call call) throws Throwable {
        turns.enter(this);
        try {
            if (turns.isPreparing()) {
                return call.run();
            }
            if (isOver()) {
                throw Refusals.over(turns.method());
            }
            return autoCommit ? alone(question.effect(), call) : inTransaction(question, call);
        } catch (SQLException refused) {
            throw Refusals.explained(refused);
        } finally {
            turns.leave();
        }
    }

    /** Whether the method is over in which the transaction began. */
    private boolean isOver() {
        return begun != 0 && begun != turns.period();
    }

    private Object alone(Effect effect, Call call) throws Throwable {
        settings.keep(effect.local());
        boolean putOff = effect.writes() && (one.checks().any() || one.kinds().defined());
        Object result = effect.opaque() || putOff ? asTransaction(call) : withAutosave(call);
        settings.restore();
        return result;
    }

    private Object withAutosave(Call call) throws Throwable {
        physical.setAutosave(AutoSave.ALWAYS);
        try {
            return call.run();
        } catch (Throwable failed) {
            settings.forget();
            throw failed;
        } finally {
            physical.setAutosave(one.autosave());
        }
    }

    private Object asTransaction(Call call) throws Throwable {
        Databases.execute(physical, SET_SAVEPOINT);
        Object result;
        try {
            result = call.run();
        } catch (Throwable failed) {
            undo(failed);
            throw failed;
        }
        release();
        return result;
    }

    private Object inTransaction(Effect.Question question, Call call) throws Throwable {
        begun = turns.period();
        if (failure != null) {
            throw Refusals.aborted(failure);
        }
        Effect effect = question.effect();
        if (!turns.isWriter(this)) {
            if (!effect.writes()) {
                return reading(call);
            }
            Databases.execute(physical, SET_SAVEPOINT + (readOnly ? READ_ONLY : ""));
        }
        turns.write(this);
        settings.keep(effect.local());
        return call.run();
    }

    private Object reading(Call call) throws Throwable {
        physical.setAutosave(AutoSave.ALWAYS);
        try {
            return call.run();
        } catch (PSQLException refused) {
            if (refused.getServerErrorMessage() != null && one.autosave() != AutoSave.ALWAYS) {
                failure = refused;
            }
            throw refused;
        } finally {
            physical.setAutosave(one.autosave());
        }
    }

    void commit() throws SQLException {
        if (isOver()) {
            forget();
            throw Refusals.over(turns.method());
        }
        SQLException reason = failure;
        if (!turns.isWriter(this)) {
            forget();
            if (reason != null) {
                throw Refusals.lost(reason);
            }
            return;
        }
        turns.enterToEnd();
        try {
            if (isOver()) {
                throw Refusals.over(turns.method());
            }
            release();
        } finally {
            end();
        }
    }

    private void release() throws SQLException {
        if (physical.getTransactionState() == TransactionState.FAILED) {
            undo();
            throw Refusals.lost(null);
        }
        try {
            if (one.kinds().defined()) {
                one.checks().read(physical);
            }
            if (one.checks().any()) {
                Databases.execute(physical, one.checks().commit());
            }
            settings.restore();
            Databases.execute(physical, "release savepoint " + SAVEPOINT);
        } catch (SQLException violated) {
            undo(violated);
            throw violated;
        }
    }

    void rollback() throws SQLException {
        if (!turns.isWriter(this)) {
            forget();
            return;
        }
        turns.enterToEnd();
        try {
            if (turns.isWriter(this) && !isOver()) {
                undo();
            }
        } finally {
            end();
        }
    }

    private void undo(Throwable reason) {
        try {
            undo();
        } catch (SQLException gone) {
            reason.addSuppressed(gone);
        }
    }

    private void undo() throws SQLException {
        settings.forget();
        Databases.execute(physical, "rollback to savepoint " + SAVEPOINT + "; release savepoint " + SAVEPOINT);
    }

    private void end() {
        forget();
        turns.stopWriting(this);
        turns.leave();
    }

    private void forget() {
        begun = 0;
        failure = null;
        settings.forget();
    }
}
