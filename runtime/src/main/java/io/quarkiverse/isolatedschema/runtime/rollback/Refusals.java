package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What the application is told where one transaction cannot give it what it asks for. */
final class Refusals {

    private static final String ALTERNATIVE = " Use Reset.WIPE or Reset.FRESH for this method or class.";

    private static final String ACTIVE_TRANSACTION = "25001";

    private static final String INVALID_TERMINATION = "2D000";

    private static final String INVALID_STATE = "25000";

    private static final String ABORTED = "25P02";

    private static final String NO_SUCH_WRAPPER = "22023";

    private static final String NEW_ENUM_VALUE = "55P04";

    private static final List<String> REFUSED_IN_TRANSACTION = List.of(ACTIVE_TRANSACTION, INVALID_TERMINATION,
            NEW_ENUM_VALUE);

    private Refusals() {
    }

    static SQLException over(String method) {
        return new SQLException("The work of test method '" + method + "' was rolled back, because the method is over, but"
                + " somebody still works for it. Let it end with the method.", INVALID_STATE);
    }

    static SQLException nested(String method) {
        return new SQLException(
                "Thread '" + Thread.currentThread().getName() + "' asks for a second transaction while its first"
                        + " one has written and is still open (such as by REQUIRES_NEW, or by a migration). With"
                        + " Reset.ROLLBACK all of '" + method
                        + "' runs in one transaction of the server, which cannot keep the two apart." + ALTERNATIVE,
                INVALID_STATE);
    }

    static SQLException atOnce(String method, Thread writing, Duration waited) {
        return new SQLException("Two transactions at once: that of thread '" + writing.getName() + "' has written and was still"
                + " open after " + waited.toMillis() + " ms, when thread '" + Thread.currentThread().getName()
                + "' asked for another. With Reset.ROLLBACK all of '" + method
                + "' runs in one transaction of the server, which cannot keep the two apart. Let the first one end before, or"
                + " use Reset.WIPE or Reset.FRESH for this method or class.", INVALID_STATE);
    }

    static SQLException busy(String method, String purpose, Duration waited) {
        return new SQLException("The one connection that '" + method + "' has with Reset.ROLLBACK was busy for "
                + waited.toMillis() + " ms with a statement of another thread; " + purpose + " has to wait for it."
                + ALTERNATIVE, INVALID_STATE);
    }

    static SQLException interrupted(InterruptedException stop) {
        Thread.currentThread().interrupt();
        return new SQLException("Interrupted while another thread's transaction was waited for", stop);
    }

    static SQLException transactionBySql(String sql) {
        return new SQLException("'" + sql
                + "' begins or ends a transaction by SQL. With Reset.ROLLBACK a test method runs in one"
                + " transaction, which that would end or leave. Begin and end transactions by JDBC or JTA, or use Reset.WIPE or"
                + " Reset.FRESH for this method or class.", INVALID_STATE);
    }

    static SQLException isolation() {
        return new SQLException("The isolation level cannot change: with Reset.ROLLBACK a test method runs in one transaction,"
                + " which has begun." + ALTERNATIVE, INVALID_STATE);
    }

    static SQLException listen(String sql) {
        return new SQLException("'" + sql + "' begins to listen when its transaction commits. With Reset.ROLLBACK nothing"
                + " commits, and no notification would come." + ALTERNATIVE, INVALID_STATE);
    }

    static SQLException settingWithoutName(String sql) {
        return new SQLException("'" + sql + "' changes a setting for one transaction, and its name is not in it. With"
                + " Reset.ROLLBACK a test method runs in one transaction, so that it could not be changed back at the end of the"
                + " application's. Write the name as a literal, or use Reset.WIPE or Reset.FRESH for this method or class.",
                INVALID_STATE);
    }

    static SQLException copyInSteps(String sql) {
        return new SQLException("'" + sql + "' would be copied in several steps, which keeps the connection busy in between."
                + " With Reset.ROLLBACK all of a test method shares one connection. Copy in one call, such as"
                + " CopyManager.copyIn(sql, reader), or use Reset.WIPE or Reset.FRESH for this method or class.",
                INVALID_STATE);
    }

    static SQLException unwrapped(Class<?> type) {
        return new SQLException("There is no '" + type.getName() + "' to unwrap: with Reset.ROLLBACK all connections share one"
                + " of the driver, whose transaction it could end. Unwrap 'org.postgresql.PGConnection', or use Reset.WIPE or"
                + " Reset.FRESH for this method or class.", NO_SUCH_WRAPPER);
    }

    static SQLException within(String method) {
        return new SQLException("A statement is run in the middle of a COPY of the same thread. With Reset.ROLLBACK all of '"
                + method + "' shares one connection, which is busy with the COPY." + ALTERNATIVE, INVALID_STATE);
    }

    static SQLException sequences(List<String> sequences) {
        return new SQLException("The role of the datasource may take values of " + String.join(", ", sequences)
                + ", but not read and set them. With Reset.ROLLBACK they are set back after each test method, since a rollback"
                + " does not. Grant it SELECT and UPDATE on them, or use Reset.WIPE or Reset.FRESH for this method or class.",
                INVALID_STATE);
    }

    /** Why a method's transaction was ended by force. */
    static String stillWorking(Thread thread, Duration waited) {
        return "Thread '" + thread.getName() + "' was still in the middle of a statement " + waited.toMillis()
                + " ms after the end of the method";
    }

    static SQLException aborted(SQLException cause) {
        return new SQLException("The current transaction is aborted, because a statement failed before: " + cause.getMessage()
                + ". Roll it back.", ABORTED, cause);
    }

    static SQLException lost(SQLException cause) {
        return new SQLException("The transaction cannot be committed and was rolled back, because a statement in it had failed"
                + (cause == null ? "" : ": " + cause.getMessage()), ABORTED, cause);
    }

    /** The server's own answer where it refuses something inside a transaction, with what to do. */
    static SQLException explained(SQLException refused) {
        if (REFUSED_IN_TRANSACTION.contains(String.valueOf(refused.getSQLState()))) {
            return new SQLException(refused.getMessage() + ". With Reset.ROLLBACK a test method runs in one transaction."
                    + ALTERNATIVE, refused.getSQLState(), refused);
        }
        return refused;
    }
}
