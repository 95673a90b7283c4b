package io.quarkiverse.isolatedschema.runtime.report;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;

/** What was done between the methods of classes, and for their test data, and what that cost. One thread. */
public final class MethodsReport {

    private final Map<Reset, Cost> resets = new EnumMap<>(Reset.class);

    private final Map<FixtureSet, Cost> loaded = new LinkedHashMap<>();

    private final Cost copied = new Cost();

    private final Cost wipesPrepared = new Cost();

    private int replaced;

    private int leases;

    private int loadedLeases;

    private static final class Cost {

        private int times;

        private long nanos;

        private void add(long more) {
            times++;
            nanos += more;
        }
    }

    /**
     * @param reset what was done before a method
     * @param nanos how long the method waited for it
     */
    public void reset(Reset reset, long nanos) {
        resets.computeIfAbsent(reset, any -> new Cost()).add(nanos);
    }

    /** A lease could not be wiped, and a fresh one has taken its place. */
    public void replaced() {
        replaced++;
    }

    /** @param nanos how long it took to copy a lease for others to be made from, with the test data or the baseline it holds */
    public void copied(long nanos) {
        copied.add(nanos);
    }

    /** @param nanos how long it took to remember what a wipe brings back */
    public void wipePrepared(long nanos) {
        wipesPrepared.add(nanos);
    }

    /**
     * @param fixtures test data
     * @param nanos how long it took to load them
     */
    public void loaded(FixtureSet fixtures, long nanos) {
        loaded.computeIfAbsent(fixtures, any -> new Cost()).add(nanos);
    }

    /** A lease was handed over that held its test data already. */
    public void withFixtures() {
        loadedLeases++;
    }

    /** A lease was made for a method, or to be put in the place of another one. */
    public void oneMoreLease() {
        leases++;
    }

    /** @return how many leases there were beside those that classes began with, as the end of a list; empty for none */
    public String moreLeases() {
        return leases == 0 ? "" : " and " + leases + " more for methods";
    }

    /** @return sentences with a space before each; empty where there is nothing to tell */
    public String summary() {
        StringBuilder text = new StringBuilder();
        tell(text, Reset.WIPE, "Wiped before %d %s, %.2f ms each");
        tell(text, Reset.ROLLBACK, "Began a transaction for %d %s, %.2f ms each");
        if (replaced > 0) {
            text.append(replaced == 1 ? " Once" : " " + replaced + " times")
                    .append(" a fresh lease took the place of one that could not be brought back.");
        }
        tell(text, Reset.FRESH, "A fresh lease for %d %s, %.2f ms each");
        add(text, wipesPrepared, "Remembered rows to wipe %d %s in %d ms.");
        add(text, copied, "Copied a lease to make others from %d %s in %d ms.");
        loaded.forEach((fixtures, cost) -> add(text, cost, "Loaded " + fixtures + " %d %s in %d ms."));
        if (loadedLeases > 0) {
            text.append(loadedLeases == 1 ? " 1 lease came" : " " + loadedLeases + " leases came").append(" with test data.");
        }
        return text.toString();
    }

    private void tell(StringBuilder text, Reset reset, String format) {
        Cost cost = resets.get(reset);
        if (cost != null) {
            text.append(' ').append(String.format(Locale.ROOT, format, cost.times, cost.times == 1 ? "method" : "methods",
                    cost.nanos / 1e6 / cost.times)).append('.');
        }
    }

    private static void add(StringBuilder text, Cost cost, String format) {
        if (cost.times > 0) {
            text.append(' ').append(String.format(Locale.ROOT, format, cost.times, cost.times == 1 ? "time" : "times",
                    Math.round(cost.nanos / 1e6)));
        }
    }
}
