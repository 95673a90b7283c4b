package io.quarkiverse.isolatedschema.runtime.straggler;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.quarkiverse.isolatedschema.runtime.datasource.Admission;
import io.quarkiverse.isolatedschema.runtime.datasource.ApplicationFrame;
import io.quarkiverse.isolatedschema.runtime.datasource.ConnectionsInUse.Use;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.straggler.OpenWork.Begun;

/**
 * Keeps work that began in one lease out of the next: transactions, runs of jobs, and whoever holds a connection.
 * <p>
 * What it can't tell is a thread that holds nothing at the boundary and asks for a connection afterwards: that belongs to
 * the lease of then.
 */
public final class StragglerFence implements Admission {

    private final OpenTransactions transactions;

    private final JobRuns jobs;

    private final ThreadTrails trails;

    /**
     * @param transactions the application's transactions
     * @param jobs the runs of its jobs
     * @param trails which threads work for whom
     */
    public StragglerFence(OpenTransactions transactions, JobRuns jobs, ThreadTrails trails) {
        this.transactions = transactions;
        this.jobs = jobs;
        this.trails = trails;
    }

    /** @return which threads work for whom */
    public ThreadTrails trails() {
        return trails;
    }

    /** @return whether a job runs, or a transaction that another thread than the calling one has begun */
    public boolean isWorkOpen() {
        Thread caller = Thread.currentThread();
        return jobs.work().any(run -> true)
                || transactions.work().any(transaction -> transaction.thread().filter(caller::equals).isEmpty());
    }

    /**
     * The application leaves a lease: what began in it and still goes on is cut off.
     *
     * @param left the pool of the lease; closing it is up to the caller
     * @param from where the work began, to be told to whoever does it
     * @param rebind points the application elsewhere
     * @return what was cut off
     */
    public List<Straggler> leave(LeasePool left, String from, Runnable rebind) {
        List<Begun> runs = jobs.work().cutOff(from);
        List<Begun> open = transactions.work().cutOff(from);
        rebind.run();
        return describe(left, runs, open);
    }

    /**
     * Ends the sessions of whoever holds a connection, and cuts nothing else off.
     *
     * @param pool the pool that the connections are from; closing it is up to the caller
     * @return who held one
     */
    public List<Straggler> stay(LeasePool pool) {
        return describe(pool, List.of(), List.of());
    }

    private static List<Straggler> describe(LeasePool pool, List<Begun> runs, List<Begun> open) {
        List<Use> uses = pool.uses().now();
        if (uses.isEmpty() && runs.isEmpty() && open.isEmpty()) {
            return List.of();
        }
        long now = System.nanoTime();
        Map<Connection, String> sessions = OpenSessions.end(pool.lease(), uses.stream().map(Use::connection).toList());
        List<Straggler> all = new ArrayList<>();
        Set<Thread> told = new HashSet<>();
        for (Use use : uses) {
            told.add(use.thread());
            String context = in(runs, use.thread(), "job '%s'") + in(open, use.thread(), "%s");
            all.add(new Straggler(use.thread().getName(),
                    connection(use, now) + context + session(sessions, use.connection())));
        }
        describe(runs, "job '%s', which has run for %d ms without a connection", now, told, all);
        describe(open, "%s, which has been open for %d ms without a connection", now, told, all);
        return List.copyOf(all);
    }

    private static void describe(List<Begun> works, String what, long now, Set<Thread> told, List<Straggler> all) {
        for (Begun work : works) {
            if (work.thread().isEmpty() || told.add(work.thread().get())) {
                String place = work.thread().flatMap(ApplicationFrame::of).map(frame -> ", now at " + frame).orElse("");
                all.add(new Straggler(work.thread().map(Thread::getName).orElse(""),
                        what.formatted(work.name(), millis(now - work.since())) + place));
            }
        }
    }

    private static String connection(Use use, long now) {
        return "a connection taken " + millis(now - use.since()) + " ms ago"
                + use.place().map(frame -> " at " + frame).orElse("");
    }

    private static String in(List<Begun> works, Thread thread, String what) {
        return works.stream().filter(work -> work.thread().filter(thread::equals).isPresent())
                .map(work -> " in " + what.formatted(work.name())).findFirst().orElse("");
    }

    private static String session(Map<Connection, String> sessions, Connection connection) {
        return Optional.ofNullable(sessions.get(connection)).map(session -> ", " + session).orElse("");
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    @Override
    public void admit(LeasePool pool) throws SQLException {
        Optional<String> refusal = jobs.refusal();
        if (refusal.isEmpty()) {
            refusal = transactions.refusal();
        }
        if (refusal.isPresent()) {
            throw new SQLNonTransientConnectionException(refusal.get());
        }
        trails.asks(pool.lease());
    }
}
