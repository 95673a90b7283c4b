package io.quarkiverse.isolatedschema.runtime.orphan;

import java.sql.Connection;
import java.sql.SQLException;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.postgres.RunId;

/**
 * Holds the {@link OwnerLock} of a run for as long as the run lives: where its session ended because the server was started
 * anew or the network failed, the lock is taken again, before somebody takes the living run for dead.
 */
public final class ProofOfLife implements AutoCloseable {

    private static final Logger log = Logger.getLogger(ProofOfLife.class);

    private final Connector connector;

    private final RunId run;

    private OwnerLock lock;

    private ProofOfLife(Connector connector, RunId run, OwnerLock lock) {
        this.connector = connector;
        this.run = run;
        this.lock = lock;
    }

    /** Opens connections for the lock. */
    public interface Connector {

        /**
         * @return a new connection, used for nothing else
         * @throws SQLException when the server cannot be reached or refuses
         */
        Connection connect() throws SQLException;
    }

    /**
     * Takes the lock. Do this before anything of the run is created.
     *
     * @param connector opens the connection that holds the lock
     * @param run the owner
     * @return the proof; closing it gives up the lock
     * @throws SQLException when the server cannot be reached or refuses
     */
    public static ProofOfLife of(Connector connector, RunId run) throws SQLException {
        return new ProofOfLife(connector, run, OwnerLock.take(connector.connect(), run));
    }

    /**
     * Takes the lock again if its session has ended. Takes one round trip where it has not.
     *
     * @return whether the session has lived all the time. Where it has not, neither have other sessions: the server was
     *         started anew, or the network failed
     */
    public synchronized boolean renew() {
        if (lock.isHeld()) {
            return true;
        }
        try {
            Connection connection = connector.connect();
            OwnerLock.tryToTake(connection, run).ifPresentOrElse(this::replace, () -> {
                log.debugf("The former session of run %s still proves that it lives", run);
                close(connection);
            });
        } catch (SQLException unreachable) {
            log.debugf(unreachable, "Run %s cannot prove that it lives", run);
        }
        return false;
    }

    private void replace(OwnerLock taken) {
        log.debugf("Run %s proves by a new session that it lives", run);
        close(lock);
        lock = taken;
    }

    private void close(AutoCloseable closed) {
        try {
            closed.close();
        } catch (Exception gone) {
            log.debugf(gone, "A session of run %s is gone", run);
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        lock.close();
    }
}
