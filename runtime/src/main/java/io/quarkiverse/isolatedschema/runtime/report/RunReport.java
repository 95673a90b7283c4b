package io.quarkiverse.isolatedschema.runtime.report;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;

/** What one run did and what it cost, told once at its end. Usable by several threads at once. */
public final class RunReport {

    private final Optional<Supplier<List<String>>> left;

    private final Set<String> classes = new HashSet<>();

    /** The test classes of the leases that are kept, by the names of these. */
    private final Map<String, String> kept = new LinkedHashMap<>();

    private final MethodsReport methods = new MethodsReport();

    private Provisioning provisioning;

    private int leases;

    private int ahead;

    private long captureNanos;

    private long prepareNanos;

    private long waitNanos;

    private long dropNanos;

    private int drops;

    private int stragglers;

    private int wentOn;

    /** @param left asks the server what of the run exists */
    public RunReport(Supplier<List<String>> left) {
        this(Optional.of(left));
    }

    private RunReport(Optional<Supplier<List<String>>> left) {
        this.left = left;
    }

    /** @return the report of a run of which nothing is dropped at its end, because the whole server goes */
    public static RunReport goingWithServer() {
        return new RunReport(Optional.empty());
    }

    /** @return what was done between the methods of classes, and for their test data */
    public MethodsReport methods() {
        return methods;
    }

    /**
     * @param nanos how long it took to take the template
     * @param way how leases are made from it
     */
    public synchronized void captured(long nanos, Provisioning way) {
        captureNanos += nanos;
        provisioning = way;
    }

    /**
     * @param testClass the name of the test class that got the lease
     * @param preparedAhead whether the lease was begun before the test class asked for it
     * @param preparing how long the lease took to make, in nanoseconds
     * @param waiting how long the test class waited for it, the passage of the application included, in nanoseconds
     */
    public synchronized void handedOver(String testClass, boolean preparedAhead, long preparing, long waiting) {
        classes.add(testClass);
        leases++;
        ahead += preparedAhead ? 1 : 0;
        prepareNanos += preparing;
        waitNanos += waiting;
    }

    /** @param nanos how long it took to drop a lease */
    public synchronized void dropped(long nanos) {
        drops++;
        dropNanos += nanos;
    }

    /** @param count how many pieces of work still ran at a boundary, and were cut off */
    public synchronized void stragglers(int count) {
        stragglers += count;
    }

    /** A thread that worked for one class has gone on in the lease of a later one. */
    public synchronized void wentOn() {
        wentOn++;
    }

    /** @return the databases or schemas of the run that still exist; empty when all is gone, or the server is */
    public List<String> left() {
        return left.map(Supplier::get).orElse(List.of());
    }

    /**
     * @param name the name of a lease that is kept for a look
     * @param testClass the name of the test class it belonged to
     */
    public synchronized void kept(String name, String testClass) {
        kept.put(name, testClass);
    }

    /** @param name the name of a lease, of this run or another, that gave way to others */
    public synchronized void noLongerKept(String name) {
        kept.remove(name);
    }

    /** @return whether something of the run is kept for a look */
    public synchronized boolean keeps() {
        return !kept.isEmpty();
    }

    /** @return one sentence: what is kept, or else what became of the run where {@link #left()} names nothing */
    public synchronized String end() {
        if (!kept.isEmpty()) {
            return kept.size() + " kept: " + kept.entrySet().stream().map(lease -> lease.getKey() + " of " + lease.getValue())
                    .collect(Collectors.joining(", ")) + ".";
        }
        return left.isPresent() ? "Nothing is left." : "The rest goes with the server.";
    }

    /** @return one line: classes, leases, and the time spent preparing, waiting and dropping; empty when no class ran */
    public synchronized String summary() {
        if (leases == 0) {
            return "";
        }
        return String.format(Locale.ROOT, "Isolated schemas: %d test %s in %d %s%s, made by %s, %d of them ahead."
                + " Taking the template %d ms; preparing %d ms, %.1f ms a lease;"
                + " tests waited %d ms, %.1f ms a class; dropping %d of them %d ms beside the tests.",
                classes.size(), classes.size() == 1 ? "class" : "classes", leases, leases == 1 ? "lease" : "leases",
                methods.moreLeases(),
                provisioning, ahead,
                millis(captureNanos), millis(prepareNanos), prepareNanos / 1e6 / leases, millis(waitNanos),
                waitNanos / 1e6 / classes.size(), drops, millis(dropNanos)) + methods.summary() + crossed();
    }

    private String crossed() {
        return told(stragglers, "%d stragglers were cut off.", "1 straggler was cut off.")
                + told(wentOn, "%d times a thread went on with its work in the schema of a later class.",
                        "Once a thread went on with its work in the schema of a later class.");
    }

    private static String told(int count, String many, String one) {
        return count == 0 ? "" : " " + (count == 1 ? one : String.format(Locale.ROOT, many, count));
    }

    private static long millis(long nanos) {
        return Math.round(nanos / 1e6);
    }
}
