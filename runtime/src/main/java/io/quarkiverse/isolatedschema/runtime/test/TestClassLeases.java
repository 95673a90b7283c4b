package io.quarkiverse.isolatedschema.runtime.test;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.Keep;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.Leases;
import io.quarkiverse.isolatedschema.runtime.MethodPlan;
import io.quarkiverse.isolatedschema.runtime.straggler.StragglerPolicy;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;

/**
 * Which test class holds the lease. One for each application start; called by the thread of JUnit.
 * <p>
 * It keeps its own stack of running classes, because JUnit's and Quarkus's callbacks don't always come in pairs: a
 * callback of somebody else may have failed before ours, and a class that could not be made is never ended.
 */
public final class TestClassLeases {

    private static final Logger log = Logger.getLogger(TestClassLeases.class);

    private final Optional<Leases> leases;

    private final boolean all;

    private final Deque<Class<?>> running = new ArrayDeque<>();

    private final Annotations annotations;

    private final NextClasses next;

    private final KeepDecision keeping;

    private final StragglerPolicy policy;

    private boolean hinted;

    private Class<?> holder;

    private int heldSince;

    private boolean failed;

    private MethodPlan methodPlan;

    private Throwable lastFailure;

    private IsolationException failure;

    /**
     * @param leases hands over and takes back; empty when the default datasource is not active
     * @param all whether every test class is isolated, unless it says otherwise
     * @param keep when leases are kept for a look, of classes that don't say it themselves
     * @param reset what happens between the methods of classes that don't say it themselves; not {@link Reset#DEFAULT}
     * @param policy whether a class fails that leaves work behind
     */
    public TestClassLeases(Optional<Leases> leases, boolean all, Keep keep, Reset reset, StragglerPolicy policy) {
        this.leases = leases;
        this.all = all;
        this.keeping = new KeepDecision(keep);
        this.policy = policy;
        this.annotations = new Annotations(reset);
        this.next = new NextClasses(annotations, this::asked, reset);
    }

    /**
     * The class is about to be made or begun. It gets a lease if it asks for one and nobody gave it one before; one that
     * another class left behind is taken back.
     *
     * @param testClass the test class
     * @throws IsolationException when it cannot get what it asks for
     */
    public void prepare(Class<?> testClass) {
        if (holder == null) {
            leases.ifPresent(keeping::decideAnew);
        }
        // That of a class whose extensions were never called.
        failure = null;
        if (holder != null && !Isolation.together(testClass, holder)) {
            running.clear();
            giveBack();
        }
        if (holder == null && asked(testClass)) {
            next.serve(testClass);
            leases.orElseThrow(() -> inactive(testClass)).handOver(next.plan(testClass));
            holder = testClass;
            failed = false;
            heldSince = running.size();
        }
    }

    /** @return which classes want a lease next; usable by every thread */
    public NextClasses next() {
        return next;
    }

    /** Where nothing can be isolated, only a class that asks by itself is owed an answer. */
    private boolean asked(Class<?> testClass) {
        return Isolation.asked(testClass, all && leases.isPresent());
    }

    private static IsolationException inactive(Class<?> testClass) {
        return new IsolationException("Test class '" + name(testClass) + "' asks for a schema of its own, but the default"
                + " datasource is not active. Set 'quarkus.datasource.active=true' and a URL in"
                + " 'quarkus.datasource.jdbc.url', or remove @IsolatedSchema.");
    }

    /** As users are told of it. */
    static String name(Class<?> testClass) {
        return testClass.getName().substring(testClass.getName().lastIndexOf('.') + 1).replace('$', '.');
    }

    /**
     * The class begins.
     *
     * @param testClass the test class
     */
    public void begin(Class<?> testClass) {
        prepare(testClass);
        if (holder == null) {
            leases.ifPresent(Leases::classWithoutLeaseBegins);
        }
        if (holder != null && running.size() > heldSince) {
            boolean writes = Annotations.writesBefore(testClass);
            leases.ifPresent(held -> held.beginNested(writes));
        }
        running.push(testClass);
        if (holder == null && !hinted && leases.isPresent() && !Isolation.shared(testClass)
                && Isolation.rolledBack(testClass)) {
            hint(testClass);
        }
    }

    /** Once is enough: there may be many of them. */
    private void hint(Class<?> testClass) {
        hinted = true;
        log.infof("Test class '%s' has @TestTransaction and no schema of its own: it works in the one that the application has"
                + " booted in, like all such classes. What its tests write is rolled back. Positions of sequences, and what"
                + " requests, jobs and other threads commit, stay for the next class; @IsolatedSchema, which goes well with"
                + " @TestTransaction, keeps them apart.", name(testClass));
    }

    /**
     * A test of the class begins.
     *
     * @param testClass the class of the test's instance
     * @throws IsolationException when the test would run in a schema that is not its class's
     */
    public void verify(Class<?> testClass) {
        boolean held = holder != null && (Isolation.together(testClass, holder)
                || Isolation.outermost(holder).isAssignableFrom(Isolation.outermost(testClass)));
        if (!held && asked(testClass)) {
            throw new IsolationException("A test of '" + testClass.getName() + "' would run outside the schema of its class,"
                    + " because the class was not begun properly: a callback or extension of the test failed before. Mend"
                    + " that; its error is reported with the class.");
        }
    }

    /**
     * A test begins: its class's lease is brought to what it wants to find.
     *
     * @param testClass the class of the test's instance
     * @param method its method
     * @throws IsolationException when that cannot be done
     */
    public void beginMethod(Class<?> testClass, Method method) {
        if (holder != null) {
            methodPlan = annotations.of(holder, testClass, method);
            leases.ifPresent(held -> held.beginMethod(methodPlan));
        }
    }

    /**
     * The test that began last is over.
     *
     * @param failed whether it has failed
     */
    public void endMethod(boolean failed) {
        if (holder != null && methodPlan != null) {
            String method = methodPlan.method();
            methodPlan = null;
            leases.ifPresent(held -> held.endMethod().ifPresent(own -> keeping.keepOwn(held, holder, method, own, failed)));
        }
    }

    /**
     * @param cause how the last test has failed that has; null when none has. Quarkus tells it after each test that follows,
     *        too
     * @return whether it was not told after an earlier test
     */
    public boolean isNews(Throwable cause) {
        boolean news = cause != lastFailure;
        lastFailure = cause;
        return news;
    }

    /** The class that holds the lease, or one inside of it, has failed in a way that JUnit has not told yet. */
    public void fail() {
        failed = true;
    }

    /** The application stops: nothing is heard of any class after this. */
    public void finish() {
        running.clear();
        if (holder != null) {
            giveBack();
        }
        leases.ifPresent(keeping::decideAnew);
    }

    /**
     * The class begun last ends; with the one that got the lease, the lease is taken back.
     *
     * @throws IsolationException when the class fails for what it left behind, and no extension of JUnit is there to say so,
     *         see {@link #failLate()}
     */
    public void end() {
        running.poll();
        if (holder != null && running.size() > heldSince) {
            leases.ifPresent(Leases::endNested);
        }
        if (holder != null && running.size() <= heldSince) {
            Class<?> ended = holder;
            Stragglers left = giveBack();
            if (policy == StragglerPolicy.FAIL && !left.isEmpty()) {
                failure = left.failure(name(ended));
                if (!Isolation.extended(ended)) {
                    failLate();
                }
            }
        }
    }

    /**
     * Called when all else of a class is over: what Quarkus does after its callbacks, it does not do when one of them fails.
     *
     * @throws IsolationException when the class that ended last fails for what it left behind
     */
    public void failLate() {
        IsolationException late = failure;
        failure = null;
        if (late != null) {
            throw late;
        }
    }

    private Stragglers giveBack() {
        Class<?> finished = holder;
        holder = null;
        return leases
                .map(taken -> keeping.giveBack(taken, finished, failed,
                        next.plan(finished).resets().equals(Set.of(Reset.FRESH))))
                .orElse(Stragglers.NONE);
    }
}
