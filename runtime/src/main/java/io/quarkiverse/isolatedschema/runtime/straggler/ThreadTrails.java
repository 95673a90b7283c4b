package io.quarkiverse.isolatedschema.runtime.straggler;

import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.datasource.ApplicationFrame;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/**
 * Follows threads from lease to lease, as far as they ask for connections.
 * <p>
 * A thread of a pool works for one class and then for another, as it should. One that somebody made for a piece of work
 * during a class, and that asks again during a later class, is still at that work.
 */
public final class ThreadTrails {

    private static final Logger log = Logger.getLogger(ThreadTrails.class);

    private final Lease boot;

    private final Runnable wentOn;

    private final ThreadLocal<Trail> trails = new ThreadLocal<>();

    private volatile Thread boundaries;

    private volatile boolean betweenClasses;

    /**
     * @param boot the boot lease
     * @param wentOn hears of each thread that goes on with its work in the lease of another class, once for each lease
     */
    public ThreadTrails(Lease boot, Runnable wentOn) {
        this.boot = boot;
        this.wentOn = wentOn;
    }

    private static final class Trail {

        private final Lease first;

        private Lease latest;

        Trail(Lease first) {
            this.first = first;
            this.latest = first;
        }
    }

    /**
     * The calling thread, which is that of the tests, has passed a boundary.
     *
     * @param betweenClasses whether no test class runs until the next one begins
     */
    public void passed(boolean betweenClasses) {
        this.boundaries = Thread.currentThread();
        this.betweenClasses = betweenClasses;
    }

    /** A test class without a lease begins. */
    public void classWithoutLeaseBegins() {
        betweenClasses = false;
    }

    void asks(Lease lease) {
        if (betweenClasses && lease == boot && Thread.currentThread() != boundaries) {
            log.debugf("Thread '%s' asks for a connection between two test classes%s: it gets one to schema %s, which classes"
                    + " without a schema of their own share", Thread.currentThread().getName(),
                    ApplicationFrame.of(new Throwable()).map(frame -> " at " + frame).orElse(""), lease.schema());
        }
        Trail trail = trails.get();
        if (trail == null) {
            trails.set(new Trail(lease));
        } else if (trail.latest != lease) {
            trail.latest = lease;
            judge(trail.first, lease);
        }
    }

    private void judge(Lease first, Lease now) {
        Thread thread = Thread.currentThread();
        if (first != boot && now != boot && thread != boundaries && isOfApplication()) {
            log.debugf("Thread '%s', which worked in schema %s, goes on in schema %s%s", thread.getName(), first.schema(),
                    now.schema(), ApplicationFrame.of(new Throwable()).map(frame -> " at " + frame).orElse(""));
            wentOn.run();
        }
    }

    /** Whether the thread was made for what it does: its first call, below those of the JDK's Thread, is the application's. */
    private static boolean isOfApplication() {
        List<String> calls = StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name -> !name.equals(Thread.class.getName())).toList());
        return !calls.isEmpty() && ApplicationFrame.isApplication(calls.get(calls.size() - 1));
    }
}
