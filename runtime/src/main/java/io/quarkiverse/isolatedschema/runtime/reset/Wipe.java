package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.postgres.Transaction;
import io.quarkiverse.isolatedschema.runtime.reset.Marks.Mark;

/**
 * Brings a lease back to its baseline: rows that were added are gone, rows that were changed or deleted are as they were,
 * sequences stand where they stood.
 * <p>
 * It knows what changed from the lease itself, and puts nothing into it: neither triggers nor tables that others could see.
 * Looking costs the same whatever changed and grows slowly with the number of tables and of rows in them; putting back costs
 * what was changed. Foreign tables are left alone, since their rows lie elsewhere, and so are large objects where the lease is
 * only a schema.
 * <p>
 * One thread at a time.
 */
public final class Wipe implements AutoCloseable {

    private static final Logger log = Logger.getLogger(Wipe.class);

    private static final List<String> IN_THE_WAY = List.of("55P03", "40P01");

    private static final long POLL_MILLIS = 2;

    private final WipeSession session;

    private final WipeScope scope;

    private Watch watch;

    private ForeignKeys foreignKeys;

    private Firings firings;

    private Wipe(WipeSession session, WipeScope scope) {
        this.session = session;
        this.scope = scope;
    }

    /**
     * Looks at the lease, which is its first baseline. Takes some ten milliseconds, most of them because a new session knows
     * no catalog and no table yet, and longer the more rows there are. So do it ahead, while nobody waits;
     * {@link #baseline()} then takes as long as a wipe that finds nothing to do, where nothing was changed.
     *
     * @param connection wipes, and does nothing else from now on: its settings change. In auto-commit mode, of a superuser or
     *        of the role that owns the lease, with the search path of the application. Closed by this
     * @param scope the schemas of the lease
     * @param patience how long a wipe waits for transactions that are in its way
     * @return ready to wipe
     * @throws SQLException when the server refuses, among others with 42501 where the role may not read a table, or where row
     *         security would hide rows from it
     */
    public static Wipe prepare(Connection connection, WipeScope scope, Duration patience) throws SQLException {
        Wipe wipe = new Wipe(WipeSession.of(connection, patience), scope);
        wipe.watch();
        return wipe;
    }

    private void watch() throws SQLException {
        watch = new Watch(session, scope);
        foreignKeys = ForeignKeys.of(session.connection(), scope);
        firings = Firings.of(session, scope);
    }

    /**
     * Makes what the lease holds now its baseline. Costs as much as was changed since the last one.
     *
     * @throws SQLException when the server refuses
     */
    public void baseline() throws SQLException {
        if (!watch.rebase()) {
            watch.close();
            watch();
        }
    }

    /**
     * Brings the lease back to its baseline, or leaves it as it is: nothing is ever half done.
     *
     * @return what became of it
     */
    public Wiped wipe() {
        long start = System.nanoTime();
        Wiped wiped = answered();
        log.debugf(wiped.cause().orElse(null), "Wipe: %s %s in %d µs", wiped.outcome(), wiped.details(),
                (System.nanoTime() - start) / 1_000);
        return wiped;
    }

    private Wiped answered() {
        try {
            return attempted();
        } catch (NotRestored reason) {
            return Wiped.cannot(reason.getMessage());
        } catch (SQLException refused) {
            return IN_THE_WAY.contains(refused.getSQLState()) ? Wiped.blocked(holders(refused), Optional.of(refused))
                    : Wiped.cannot(refused);
        }
    }

    private List<String> holders(SQLException refused) {
        try {
            return watch.holders().all();
        } catch (SQLException gone) {
            refused.addSuppressed(gone);
            return List.of();
        }
    }

    private Wiped attempted() throws SQLException {
        List<Mark> now;
        try {
            now = undisturbed();
        } catch (SQLException unreadable) {
            return unreadable(unreadable);
        }
        if (watch.writing(now)) {
            return Wiped.blocked(watch.holders().writing(), Optional.empty());
        }
        List<String> definitions = watch.definitionChanges(now);
        if (!definitions.isEmpty()) {
            return Wiped.ddlFound(definitions);
        }
        if (!watch.toRestore(now)) {
            return Wiped.nothingChanged();
        }
        List<String> restored = new ArrayList<>();
        Transaction.in(session.connection(),
                () -> restored.addAll(new Restoration(session, watch, foreignKeys, firings, now).run()));
        return restored.isEmpty() ? Wiped.nothingChanged() : Wiped.wiped(restored);
    }

    /** Tables that were dropped or renamed cannot be read. */
    private Wiped unreadable(SQLException reason) throws SQLException {
        if (IN_THE_WAY.contains(reason.getSQLState()) || !session.connection().isValid(1)) {
            throw reason;
        }
        List<String> definitions = watch.newDefinitions();
        if (definitions.isEmpty()) {
            throw reason;
        }
        return Wiped.ddlFound(definitions);
    }

    /** What is there when nobody is writing any more, or when patience has an end. */
    private List<Mark> undisturbed() throws SQLException {
        long end = System.nanoTime() + session.patience().toNanos();
        List<Mark> now = watch.read();
        while (watch.writing(now) && System.nanoTime() < end && pause()) {
            now = watch.read();
        }
        return now;
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        session.connection().close();
    }
}
