package io.quarkiverse.isolatedschema.runtime.test;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;
import io.quarkiverse.isolatedschema.runtime.config.RunDatabaseRequests;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabaseRequest;

/**
 * The run database of a packaged application ({@code @QuarkusIntegrationTest}): it runs in a process of its own, without
 * this extension, so its datasource can't be rebound; all its test classes share one run database, dropped at its end.
 */
final class PackagedRun implements AutoCloseable {

    private static final Logger log = Logger.getLogger(PackagedRun.class);

    private static final String URL = "quarkus.datasource.jdbc.url";

    private static final String ADMIN = "quarkus.isolated-schema.admin.";

    private final RunDatabase database;

    private PackagedRun(RunDatabase database) {
        this.database = database;
    }

    /** Tests of an application in this JVM are loaded by a class loader of Quarkus, those of a packaged one are not. */
    static boolean isPackaged() {
        return !PackagedRun.class.getClassLoader().getClass().getName().contains("QuarkusClassLoader");
    }

    /**
     * @param run the identity of the run
     * @param devServices what the Dev Services give the application
     * @return the run database, or empty when no test class asks for isolation or no URL is known here
     */
    static Optional<PackagedRun> open(RunId run, Map<String, String> devServices) {
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
        Properties application = credentials(devServices, new Properties(), "quarkus.datasource.");
        Properties administration = credentials(devServices, application, ADMIN);
        ServerAccess access = new ServerAccess(original.get(), () -> application);
        ServerAccess admin = new ServerAccess(
                value(devServices, ADMIN + "jdbc-url").flatMap(JdbcUrl::parse).orElse(original.get()), () -> administration);
        RunDatabase database = RunDatabase.open(new RunDatabaseRequest(run, original.get(), access, admin,
                value(devServices, "quarkus.isolated-schema.run-database.template"),
                RunDatabaseRequests.isOurs(original.get(),
                        Optional.ofNullable(devServices.get(InternalKeys.SERVER_OF_OURS)))));
        log.infof("The packaged application runs in run database '%s', which all its test classes share: without the"
                + " extension inside, it can't be pointed at another schema while it runs.", database.name());
        return Optional.of(new PackagedRun(database));
    }

    /** The credentials under that prefix; what it leaves out is as in the others. */
    private static Properties credentials(Map<String, String> devServices, Properties others, String prefix) {
        Properties credentials = new Properties();
        credentials.putAll(others);
        value(devServices, prefix + "username").ifPresent(user -> credentials.put("user", user));
        value(devServices, prefix + "password").ifPresent(password -> credentials.put("password", password));
        return credentials;
    }

    private static Optional<String> value(Map<String, String> devServices, String name) {
        return Optional.ofNullable(devServices.get(name))
                .or(() -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
    }

    /** What the packaged application is started with. */
    Map<String, String> configuration() {
        return Map.of(URL, database.bootLease().url().toString());
    }

    @Override
    public void close() {
        database.close();
    }
}
