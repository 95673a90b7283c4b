package io.quarkiverse.isolatedschema.runtime.datasource;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds back whoever asks for a connection while it is shut, within bounds. */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition opened = lock.newCondition();

    private final Duration timeout;

    private volatile boolean shut;

    Gate(Duration timeout) {
        this.timeout = timeout;
    }

    void shut() {
        shut = true;
    }

    void open() {
        lock.lock();
        try {
            shut = false;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void pass() throws SQLException {
        if (!shut) {
            return;
        }
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (shut) {
                if (left <= 0) {
                    throw new SQLTransientConnectionException("No connection for " + timeout.toMillis()
                            + " ms: the template of the isolated schemas is being taken. Raise"
                            + " 'quarkus.isolated-schema.park-timeout' if the server is that slow.");
                }
                left = opened.awaitNanos(left);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("Interrupted while waiting for a connection", stop);
        } finally {
            lock.unlock();
        }
    }
}
