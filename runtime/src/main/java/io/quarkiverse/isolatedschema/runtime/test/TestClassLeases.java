package io.quarkiverse.isolatedschema.runtime.test;

import java.util.ArrayDeque;
import java.util.Deque;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.Leases;

/**
 * Which test class holds the lease. One for each application start; called by the thread of JUnit.
 * <p>
 * It keeps its own stack of running classes, because JUnit's and Quarkus's callbacks don't always come in pairs: a
 * callback of somebody else may have failed before ours, and a class that could not be made is never ended.
 */
public final class TestClassLeases {

    private final Leases leases;

    private final boolean all;

    private final Deque<Class<?>> running = new ArrayDeque<>();

    private Class<?> holder;

    private int heldSince;

    /**
     * @param leases hands over and takes back
     * @param all whether every test class is isolated, unless it says otherwise
     */
    public TestClassLeases(Leases leases, boolean all) {
        this.leases = leases;
        this.all = all;
    }

    /**
     * The class is about to be made or begun. It gets a lease if it asks for one and nobody gave it one before; one that
     * another class left behind is taken back.
     *
     * @param testClass the test class
     */
    public void prepare(Class<?> testClass) {
        if (holder != null && Isolation.outermost(holder) != Isolation.outermost(testClass)) {
            running.clear();
            giveBack();
        }
        if (holder == null && Isolation.asked(testClass, all)) {
            leases.handOver(name(testClass));
            holder = testClass;
            heldSince = running.size();
        }
    }

    private static String name(Class<?> testClass) {
        return testClass.getName().substring(testClass.getName().lastIndexOf('.') + 1).replace('$', '.');
    }

    /**
     * The class begins.
     *
     * @param testClass the test class
     */
    public void begin(Class<?> testClass) {
        prepare(testClass);
        running.push(testClass);
    }

    /**
     * A test of the class begins.
     *
     * @param testClass the class of the test's instance
     * @throws IsolationException when the test would run in a schema that is not its class's
     */
    public void verify(Class<?> testClass) {
        Class<?> outermost = Isolation.outermost(testClass);
        boolean held = holder != null && Isolation.outermost(holder).isAssignableFrom(outermost);
        if (!held && Isolation.asked(testClass, all)) {
            throw new IsolationException("A test of '" + testClass.getName() + "' would run outside the schema of its class,"
                    + " because the class was not begun properly: a callback or extension of the test failed before. Mend"
                    + " that; its error is reported with the class.");
        }
    }

    /** The class begun last ends; with the one that got the lease, the lease is taken back. */
    public void end() {
        running.poll();
        if (holder != null && running.size() <= heldSince) {
            giveBack();
        }
    }

    private void giveBack() {
        holder = null;
        leases.giveBack();
    }
}
