package io.quarkiverse.isolatedschema.runtime.datasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.agroal.api.AgroalDataSourceListener;

/**
 * The connections that a pool opens by itself, before anybody asks for one.
 * <p>
 * They are warmed below the pool, when they are created: taking them out of the pool instead would be heard by the
 * application's interceptors and refused where it asks for a transaction.
 */
public final class FirstConnections implements AgroalDataSourceListener {

    private static final Logger log = Logger.getLogger(FirstConnections.class);

    /**
     * Opens every table and view, so that the session knows them: Postgres reads its catalogs anew in each session. Asking
     * for the size is the cheapest way that does; planning a query on each table as well took three times as long, and the
     * queries that followed were hardly faster. Bounded, since each table takes memory in the session.
     */
    private static final String WARM = """
            select count(*), count(pg_relation_size(seen.oid)) from (
                select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p', 'm', 'v') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                limit 500) seen
            """;

    private static final Duration NO_LIMIT = Duration.ofMinutes(1);

    private final boolean warm;

    private final CountDownLatch allowed = new CountDownLatch(1);

    private final CountDownLatch schema = new CountDownLatch(1);

    private final CountDownLatch pending;

    private volatile SQLException failure;

    private final Duration timeout;

    private FirstConnections(int connections, boolean warm, Duration timeout) {
        this.pending = new CountDownLatch(connections);
        this.warm = warm;
        this.timeout = timeout;
    }

    /** Nobody waits for them. */
    static FirstConnections cold() {
        return new FirstConnections(0, false, Duration.ZERO);
    }

    /**
     * As many as that, warmed.
     *
     * @param connections how many
     * @param timeout how long to wait for them at most; zero for a minute
     */
    static FirstConnections warm(int connections, Duration timeout) {
        return new FirstConnections(connections, true, timeout);
    }

    /**
     * As many as that, as they come.
     *
     * @param connections how many
     * @param timeout how long to wait for them at most; zero for a minute
     */
    static FirstConnections all(int connections, Duration timeout) {
        return new FirstConnections(connections, false, timeout);
    }

    /** The pool is complete: a connection made before would not be heard of by the pool's interceptors. */
    void allow() {
        allowed.countDown();
    }

    /**
     * The schema has its name. Before, nothing is asked of the connections: neither here nor by interceptors, and because a
     * session that resolves its search path while the schema is renamed may miss the new name (seen with Postgres 18, in
     * one class of a hundred).
     */
    void release() {
        schema.countDown();
    }

    /**
     * Waits until they are open.
     *
     * @throws SQLException when one of them could not be opened
     */
    void await() throws SQLException {
        Duration limit = timeout.isZero() ? NO_LIMIT : timeout;
        try {
            if (!pending.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new SQLException("No connection within " + limit.toMillis() + " ms");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted while connections were opened", stop);
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void beforeConnectionCreation() {
        await(allowed);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onConnectionCreation(Connection connection) {
        await(schema);
        if (!warm || pending.getCount() == 0) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(WARM);
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException refused) {
            // Only slower then: whether the connection is fit for use shows when it is used.
            log.debug("A connection could not be warmed", refused);
        }
    }

    @Override
    public void onConnectionPooled(Connection connection) {
        pending.countDown();
    }

    @Override
    public void onConnectionCreationFailure(SQLException cause) {
        failure = cause;
        while (pending.getCount() > 0) {
            pending.countDown();
        }
    }
}
