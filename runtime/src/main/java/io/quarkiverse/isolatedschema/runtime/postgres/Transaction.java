package io.quarkiverse.isolatedschema.runtime.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Does several things at once or none of them. */
public final class Transaction {

    private Transaction() {
    }

    /** What is done in it. */
    public interface Work {

        /** @throws SQLException when the server refuses */
        void run() throws SQLException;
    }

    /**
     * Does the work in a transaction: the connection's, where one is open, else one of its own.
     *
     * @param connection does the work
     * @param work what is done
     * @throws SQLException when the server refuses; a transaction of its own is rolled back then
     */
    public static void in(Connection connection, Work work) throws SQLException {
        if (!connection.getAutoCommit()) {
            work.run();
            return;
        }
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } catch (SQLException | RuntimeException failed) {
            rollback(connection, failed);
            throw failed;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void rollback(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            reason.addSuppressed(gone);
        }
    }
}
