package io.quarkiverse.isolatedschema.runtime.test;

import java.util.List;
import java.util.Map;

import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.report.RunReport;
import io.quarkiverse.isolatedschema.runtime.report.RunReports;
import io.quarkus.test.common.DevServicesContext;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Gives each application start its run identity, and tells at its end what the run did and what it left behind. For a
 * packaged application, which the extension is not part of, it makes the run database itself.
 */
public class IsolatedSchemaTestResource
        implements QuarkusTestResourceLifecycleManager, DevServicesContext.ContextAware {

    private Map<String, String> devServices = Map.of();

    private RunId run;

    private PackagedRun packaged;

    @Override
    public void setIntegrationTestContext(DevServicesContext context) {
        devServices = context.devServicesProperties();
    }

    /** Last, so that a URL that another resource hands over is known. */
    @Override
    public int order() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Map<String, String> start() {
        run = RunId.random();
        if (PackagedRun.isPackaged()) {
            packaged = PackagedRun.open(run, devServices).orElse(null);
            return packaged == null ? Map.of() : packaged.configuration();
        }
        return Map.of(InternalKeys.RUN, run.toString());
    }

    @Override
    public void stop() {
        if (packaged != null) {
            packaged.close();
        }
        if (run != null) {
            RunReports.take(run).ifPresent(IsolatedSchemaTestResource::tell);
        }
    }

    private static void tell(RunReport report) {
        List<String> left = report.left();
        if (!left.isEmpty()) {
            AfterStopLog.warn("Databases or schemas of this test run could not be dropped and are left on the server: "
                    + String.join(", ", left) + ". The next run drops"
                    + " them; look for sessions, prepared transactions or replication slots in them.");
        }
        String summary = report.summary();
        if (!summary.isEmpty()) {
            AfterStopLog.info(summary + (left.isEmpty() || report.keeps() ? " " + report.end() : ""));
        }
    }
}
