package io.quarkiverse.isolatedschema.runtime.test;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.config.ConfiguredAccess;
import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;
import io.quarkiverse.isolatedschema.runtime.config.NothingDropped;
import io.quarkiverse.isolatedschema.runtime.config.Placement;
import io.quarkiverse.isolatedschema.runtime.config.RunDatabaseRequests;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.provision.BootedApplication;
import io.quarkiverse.isolatedschema.runtime.provision.FirstConnection;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabaseRequest;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;
import io.quarkiverse.isolatedschema.runtime.provision.Run;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabaseRequest;

/**
 * The run of a packaged application ({@code @QuarkusIntegrationTest}): it is a process of its own, without this extension,
 * so its datasource can't be rebound; all its test classes share one run database, or one schema where databases may not be
 * created, dropped at its end.
 */
final class PackagedRun implements AutoCloseable {

    private static final Logger log = Logger.getLogger(PackagedRun.class);

    private static final String URL = "quarkus.datasource.jdbc.url";

    private final Run run;

    private PackagedRun(Run run) {
        this.run = run;
    }

    /** Tests of an application in this JVM are loaded by a class loader of Quarkus, those of a packaged one are not. */
    static boolean isPackaged() {
        return !PackagedRun.class.getClassLoader().getClass().getName().contains("QuarkusClassLoader");
    }

    /**
     * @param id the identity of the run
     * @param devServices what the Dev Services give the application
     * @return the run, or empty when no test class asks for isolation or no URL is known here
     */
    static Optional<PackagedRun> open(RunId id, Map<String, String> devServices) {
        if (!Boolean.parseBoolean(devServices.get(InternalKeys.ISOLATED))) {
            return Optional.empty();
        }
        Optional<JdbcUrl> original = value(devServices, URL).flatMap(JdbcUrl::parse);
        if (original.isEmpty()) {
            log.warn("The packaged application gets no run database, so its tests work in the database it is started with:"
                    + " its Postgres URL is not known before it starts. Set 'quarkus.datasource.jdbc.url' in the configuration"
                    + " of the tests, or leave it to Dev Services, instead of handing it over from a test resource.");
            return Optional.empty();
        }
        Run run = open(id, original.get(), devServices);
        log.infof("The packaged application runs in %s of database '%s', which all its test classes share: without the"
                + " extension inside, it can't be pointed at another schema while it runs.", run.bootSchema(), run.name());
        return Optional.of(new PackagedRun(run));
    }

    private static Run open(RunId id, JdbcUrl original, Map<String, String> devServices) {
        ConfiguredAccess configured = new ConfiguredAccess(name -> value(devServices, name),
                () -> ConfigProvider.getConfig().getPropertyNames().iterator());
        Optional<String> ours = Optional.ofNullable(devServices.get(InternalKeys.SERVER_OF_OURS));
        RunDatabaseRequest request = new RunDatabaseRequest(id, original, configured.application(original),
                configured.admin(original), value(devServices, "quarkus.isolated-schema.run-database.template"),
                RunDatabaseRequests.isOurs(original, ours));
        Placement placement = Placement.decide(configured, original, ours);
        Run run = placement.given() ? GivenDatabase.open(new GivenDatabaseRequest(request, placement.searchPath(),
                Provisioning.AUTO, BootedApplication.UNKNOWN)) : RunDatabase.open(request);
        return FirstConnection.checked(run, value(devServices, "quarkus.datasource.jdbc.new-connection-sql"));
    }

    private static Optional<String> value(Map<String, String> devServices, String name) {
        return Optional.ofNullable(devServices.get(name))
                .or(() -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
    }

    /** What the packaged application is started with. */
    Map<String, String> configuration() {
        Map<String, String> configuration = new TreeMap<>(Map.of(URL, run.bootLease().url().toString()));
        if (run.inGivenDatabase()) {
            value(Map.of(), NothingDropped.DEFAULT_STRATEGY).flatMap(NothingDropped::withoutDrop)
                    .ifPresent(strategy -> configuration.put(NothingDropped.DEFAULT_STRATEGY, strategy));
        }
        return configuration;
    }

    @Override
    public void close() {
        run.close();
    }
}
