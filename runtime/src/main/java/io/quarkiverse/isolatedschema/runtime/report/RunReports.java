package io.quarkiverse.isolatedschema.runtime.report;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.isolatedschema.runtime.postgres.RunId;

/**
 * Where an application leaves the report of its run for the test resource, which outlives it.
 * <p>
 * Static, because the two share nothing but the class loader; keyed by run, because in continuous testing that class
 * loader outlives applications.
 */
public final class RunReports {

    private static final Map<RunId, RunReport> REPORTS = new ConcurrentHashMap<>();

    private RunReports() {
    }

    /**
     * @param run the run
     * @param report its report
     */
    public static void put(RunId run, RunReport report) {
        REPORTS.put(run, report);
    }

    /**
     * @param run a run whose report was put here
     * @return its report
     */
    public static RunReport of(RunId run) {
        return REPORTS.get(run);
    }

    /**
     * @param run the run
     * @return its report, once; empty when its application never got as far as making a run database
     */
    public static Optional<RunReport> take(RunId run) {
        return Optional.ofNullable(REPORTS.remove(run));
    }
}
