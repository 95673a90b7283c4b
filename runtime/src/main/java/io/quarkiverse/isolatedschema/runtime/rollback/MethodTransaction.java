package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PgConnection;

import io.quarkiverse.isolatedschema.runtime.driver.InterceptingDriver;
import io.quarkiverse.isolatedschema.runtime.driver.Interception;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.reset.WipeScope;

/**
 * The transaction that a test method runs in, and the one connection to the server that it is open in.
 * <p>
 * The pool gets a {@link SharedConnection} for each connection it asks for. Before the first method each statement commits by
 * itself, so that the pool's initial SQL stays in force; then everything happens in the transaction of the method that runs.
 * <p>
 * What differs from transactions of one's own, and shows to nobody who does not look: {@code now()} stands still, settings of
 * a session and its advisory locks are those of all connections, notifications do not arrive, and rows are always fetched at
 * once. Whatever the session keeps beyond a rollback is taken back at the end of the method.
 */
public final class MethodTransaction implements Interception, AutoCloseable {

    private static final Logger log = Logger.getLogger(MethodTransaction.class);

    /** The driver sets a savepoint before each statement that may fail alone, and releases it: else they pile up. */
    private static final Map<String, String> PROPERTIES = Map.of("cleanupSavepoints", "true");

    /** How long a server may take that does not answer, before another connection is tried. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A method may take longer than a transaction of the application may. */
    private static final String NO_LIMIT_IDLE = "set idle_in_transaction_session_timeout = 0";

    private static final String NO_LIMITS = NO_LIMIT_IDLE + "; set transaction_timeout = 0";

    private static final int TRANSACTION_TIMEOUT_SINCE = 17;

    private static final String UNLOGGED = "select oid::text from pg_class where relpersistence = 'u' and relnamespace in (%s)"
            + " limit 1";

    private final String id = InterceptingDriver.add(this);

    private final Turns turns;

    private final WipeScope scope;

    private final Duration limit;

    private final SequencePositions sequences;

    private Opening opening;

    private OneConnection one;

    private ServerSession session;

    /**
     * @param patience how long work waits for that of another thread, before it is refused
     * @param scope the schemas of the lease
     */
    public MethodTransaction(Duration patience, WipeScope scope) {
        this(patience, scope, LIMIT);
    }

    /** @param limit how long a server may take that does not answer; whole seconds */
    MethodTransaction(Duration patience, WipeScope scope, Duration limit) {
        this.turns = new Turns(patience);
        this.scope = scope;
        this.limit = limit;
        this.sequences = new SequencePositions(scope);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean sharesOneConnection() {
        return true;
    }

    @Override
    public synchronized Connection connection(Opening asked) throws SQLException {
        if (one == null) {
            opening = asked;
            PgConnection physical = asked.open(PROPERTIES);
            physical.setDefaultFetchSize(0);
            one = new OneConnection(physical, turns, new StatementKinds(physical), new CommitChecks(scope),
                    physical.getAutosave());
            if (turns.isRunning()) {
                start();
            }
        }
        return SharedConnection.of(new SharedSession(one));
    }

    /**
     * @return a connection beside those of the pool, where whatever the pool asks of the application does not hold; empty
     *         before the pool has one
     * @throws SQLException when it cannot be had
     */
    public synchronized Optional<Connection> connect() throws SQLException {
        return one == null ? Optional.empty() : Optional.of(SharedConnection.of(new SharedSession(one)));
    }

    /**
     * A test method begins. The connections of the pool should be open: what the pool's initial SQL does later, the end of
     * the method undoes.
     *
     * @param method its name, for messages
     * @throws SQLException when the server refuses, or when the schema has something that could not be undone
     */
    public synchronized void begin(String method) throws SQLException {
        if (one != null) {
            start();
        }
        turns.begin(method);
    }

    private void start() throws SQLException {
        PgConnection physical = one.physical();
        if (session == null) {
            session = ServerSession.of(physical);
            boolean known = physical.getMetaData().getDatabaseMajorVersion() >= TRANSACTION_TIMEOUT_SINCE;
            Databases.execute(physical, known ? NO_LIMITS : NO_LIMIT_IDLE);
        }
        if (sequences.read(physical) || !one.checks().known()) {
            one.checks().read(physical);
        }
        physical.setAutoCommit(false);
        // Begins the transaction: the driver sets no savepoint before the statement that does.
        Databases.execute(physical, "select 1");
    }

    /**
     * The test method is over: all that was done since it began is undone, and who is still at work fails at its next
     * statement. Takes longer where somebody's statement does not end, but not for ever.
     *
     * @return whether the lease is as it was, and whether this can be used for the next method
     */
    public synchronized RolledBack rollback() {
        boolean interrupted = Thread.interrupted();
        try {
            Optional<String> working = turns.end();
            RolledBack rolledBack = one == null || one.physical().getAutoCommit() && !one.physical().isClosed()
                    ? RolledBack.undone()
                    : working.isPresent() ? byAnother(working.get(), Optional.empty()) : byItself();
            log.debugf(rolledBack.cause().orElse(null), "Rollback: %s %s", rolledBack.outcome(), rolledBack.reason());
            return rolledBack;
        } catch (SQLException closed) {
            return byAnother("The connection to the server was lost", Optional.of(closed));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private RolledBack byItself() {
        PgConnection physical = one.physical();
        try {
            int timeout = physical.getNetworkTimeout();
            physical.setNetworkTimeout(Runnable::run, (int) limit.toMillis());
            physical.setAutosave(AutoSave.NEVER);
            physical.rollback();
            physical.setAutoCommit(true);
            sequences.restore(physical);
            if (one.kinds().defined()) {
                physical.close();
                return RolledBack.connectionEnded("The method defined something that its session would remember",
                        Optional.empty());
            }
            physical.setAutosave(one.autosave());
            physical.setNetworkTimeout(Runnable::run, timeout);
            return RolledBack.undone();
        } catch (SQLException failed) {
            return byAnother("The connection of the method could not undo its work", Optional.of(failed));
        }
    }

    /** The server rolls back when the session is gone. */
    private RolledBack byAnother(String reason, Optional<SQLException> cause) {
        try {
            one.physical().abort(Runnable::run);
            if (session == null) {
                // Nothing began.
                return RolledBack.connectionEnded(reason, cause);
            }
            try (Connection other = opening.open(limited())) {
                session.end(other, limit);
                if (cause.isPresent() && !Databases.query(other, UNLOGGED.formatted(scope.schemas(other))).isEmpty()) {
                    throw new SQLException("There are unlogged tables, which a server that crashes empties", cause.get());
                }
                sequences.restore(other);
            }
            return RolledBack.connectionEnded(reason, cause);
        } catch (SQLException failed) {
            cause.ifPresent(failed::addSuppressed);
            return RolledBack.unknown(reason, failed);
        }
    }

    private Map<String, String> limited() {
        String seconds = String.valueOf(limit.toSeconds());
        return Map.of("loginTimeout", seconds, "socketTimeout", seconds);
    }

    /** Ends the session; the pool is closed before. */
    @Override
    public synchronized void close() throws SQLException {
        InterceptingDriver.remove(id);
        if (one != null) {
            one.physical().close();
        }
    }
}
