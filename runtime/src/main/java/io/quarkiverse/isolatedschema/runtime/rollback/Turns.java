package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may work in the one transaction of a test method. One transaction of the application may have written at a time:
 * nobody else may see its work before it commits, or lose work to its rollback.
 */
final class Turns {

    private enum State {
        /** No method has begun yet: the pool prepares its connections. */
        PREPARING,
        RUNNING,
        BETWEEN
    }

    private final Duration patience;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition left = lock.newCondition();

    private volatile State state = State.PREPARING;

    /** Changes with every beginning and end, so that work of a former method is known by it. */
    private volatile long period;

    private volatile String method = "";

    private volatile SharedSession writer;

    private volatile Thread writing;

    private volatile Thread working;

    /** @param patience how long somebody waits for the work of another thread */
    Turns(Duration patience) {
        this.patience = patience;
    }

    boolean isPreparing() {
        return state == State.PREPARING;
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    long period() {
        return period;
    }

    String method() {
        return method;
    }

    void begin(String name) throws SQLException {
        lock("the beginning of " + name);
        try {
            method = name;
            state = State.RUNNING;
            period++;
            writer = null;
        } finally {
            lock.unlock();
        }
    }

    /** @return who was in the middle of a statement that did not end in time, if somebody was */
    Optional<String> end() {
        period++;
        boolean quiet = tryLock();
        Thread last = working;
        state = State.BETWEEN;
        writer = null;
        if (quiet) {
            left.signalAll();
            lock.unlock();
            return Optional.empty();
        }
        return Optional.of(Refusals.stillWorking(last, patience));
    }

    /** Waits until the session may run a statement; {@link #leave()} follows. */
    void enter(SharedSession session) throws SQLException {
        if (lock.isHeldByCurrentThread()) {
            throw Refusals.within(method);
        }
        lock("a statement");
        try {
            awaitWriter(session);
            if (state == State.BETWEEN) {
                throw Refusals.over(method);
            }
            working = Thread.currentThread();
        } catch (SQLException | RuntimeException refused) {
            lock.unlock();
            throw refused;
        }
    }

    /** Waits until the session may end its transaction; {@link #leave()} follows. */
    void enterToEnd() throws SQLException {
        lock("the end of a transaction");
        working = Thread.currentThread();
    }

    void leave() {
        lock.unlock();
    }

    private void awaitWriter(SharedSession session) throws SQLException {
        long nanos = patience.toNanos();
        while (writer != null && writer != session) {
            if (writing == Thread.currentThread()) {
                throw Refusals.nested(method);
            }
            if (nanos <= 0) {
                throw Refusals.atOnce(method, writing, patience);
            }
            try {
                nanos = left.awaitNanos(nanos);
            } catch (InterruptedException stop) {
                throw Refusals.interrupted(stop);
            }
        }
    }

    boolean isWriter(SharedSession session) {
        return writer == session;
    }

    void write(SharedSession session) {
        writer = session;
        writing = Thread.currentThread();
    }

    void stopWriting(SharedSession session) {
        if (writer == session) {
            writer = null;
            left.signalAll();
        }
    }

    private void lock(String purpose) throws SQLException {
        try {
            if (!lock.tryLock() && !lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw Refusals.busy(method, purpose, patience);
            }
        } catch (InterruptedException stop) {
            throw Refusals.interrupted(stop);
        }
    }

    private boolean tryLock() {
        try {
            return lock.tryLock() || lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
