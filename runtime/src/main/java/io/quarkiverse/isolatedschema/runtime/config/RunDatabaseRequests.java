package io.quarkiverse.isolatedschema.runtime.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.IsolatedSchemaConfig;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabaseRequest;
import io.quarkus.agroal.runtime.DataSourcesJdbcRuntimeConfig;
import io.quarkus.arc.Arc;
import io.quarkus.credentials.runtime.CredentialsProviderFinder;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.runtime.DataSourceRuntimeConfig;
import io.quarkus.datasource.runtime.DataSourcesRuntimeConfig;

/** Reads off the application's configuration where its run takes place, and what its run database is made from. */
public final class RunDatabaseRequests {

    private static final String DEFAULT = DataSourceUtil.DEFAULT_DATASOURCE_NAME;

    private final IsolatedSchemaConfig config;

    private final DataSourcesRuntimeConfig dataSources;

    private final DataSourcesJdbcRuntimeConfig jdbc;

    private final Config values = ConfigProvider.getConfig();

    /** What the credentials provider last said. */
    private volatile Map<String, String> provided = Map.of();

    /**
     * @param config this extension's configuration
     * @param dataSources the datasources' configuration
     * @param jdbc the datasources' JDBC configuration
     */
    public RunDatabaseRequests(IsolatedSchemaConfig config, DataSourcesRuntimeConfig dataSources,
            DataSourcesJdbcRuntimeConfig jdbc) {
        this.config = config;
        this.dataSources = dataSources;
        this.jdbc = jdbc;
    }

    /**
     * @param namedPostgres the names of the Postgres datasources beside the default one
     * @param reactivePostgres whether the application has the reactive Postgres client
     * @return what the run database is made from; empty when the default datasource is not active
     * @throws IsolationException when something of the application would go around the run database
     */
    public Optional<RunDatabaseRequest> of(List<String> namedPostgres, boolean reactivePostgres) {
        Optional<String> configured = values.getOptionalValue(InternalKeys.ORIGINAL + "quarkus.datasource.jdbc.url",
                String.class);
        if (configured.isEmpty() || !dataSources.dataSources().get(DEFAULT).active().orElse(true)) {
            return Optional.empty();
        }
        JdbcUrl original = JdbcUrl.parse(configured.get()).orElseThrow(() -> new IsolationException(
                "The default datasource's URL '" + JdbcUrl.withoutSecrets(configured.get())
                        + "' is not one of Postgres, and only Postgres schemas can"
                        + " be isolated. Set 'quarkus.datasource.jdbc.url' to a URL that starts with 'jdbc:postgresql:', or"
                        + " 'quarkus.isolated-schema.enabled=false'."));
        new WaysAround(values, original).refuse(activeNamed(namedPostgres), reactivePostgres);
        NamedSchemas.refuseDatabases(values);
        if (placement().given()) {
            NamedSchemas.refuse(values);
        }
        RunId run = RunId.parse(values.getOptionalValue(InternalKeys.RUN, String.class).orElseThrow(() -> noIdentity()));
        boolean ours = isOurs(original, values.getOptionalValue(InternalKeys.SERVER_OF_OURS, String.class));
        Optional<String> passFile = values.getOptionalValue(InternalKeys.PASS_FILE, String.class).filter(file -> ours);
        ServerAccess application = new ServerAccess(original, () -> {
            Properties asked = applicationProperties();
            passFile.ifPresent(file -> asked.put(ServerAccess.PASS_FILE, file));
            return asked;
        });
        return Optional.of(new RunDatabaseRequest(run, withDatabase(original, application), application,
                admin(original), config.runDatabase().template(), ours));
    }

    /** @return where the run takes place, as it was decided when the URL was first read */
    public Placement placement() {
        return Placement.parse(values.getOptionalValue(InternalKeys.PLACEMENT, String.class).orElseThrow(() -> noIdentity()));
    }

    /**
     * @param url the datasource's URL
     * @param ours the URL of the server of ours, if there is one
     * @return whether the datasource is on that server
     */
    public static boolean isOurs(JdbcUrl url, Optional<String> ours) {
        return ours.flatMap(JdbcUrl::parse).filter(server -> server.server().equals(url.server())).isPresent();
    }

    private static IsolationException noIdentity() {
        return new IsolationException("The application was started without a run identity, so its schemas can't be isolated."
                + " The test resource 'IsolatedSchemaTestResource' gives it; start the application by @QuarkusTest, or set"
                + " 'quarkus.isolated-schema.enabled=false'.");
    }

    /** Postgres takes the user's name for the database where a URL names none. */
    private static JdbcUrl withDatabase(JdbcUrl original, ServerAccess application) {
        return original.database().isEmpty() ? original.withDatabase(application.user()) : original;
    }

    private List<String> activeNamed(List<String> namedPostgres) {
        return namedPostgres.stream().filter(name -> dataSources.dataSources().get(name).active().orElse(true)
                && jdbc.dataSources().get(name).jdbc().url().isPresent()).toList();
    }

    private Properties applicationProperties() {
        DataSourceRuntimeConfig dataSource = dataSources.dataSources().get(DEFAULT);
        Properties properties = new Properties();
        properties.putAll(jdbc.dataSources().get(DEFAULT).jdbc().additionalJdbcProperties());
        dataSource.username().ifPresent(user -> properties.put("user", user));
        dataSource.password().ifPresent(password -> properties.put("password", password));
        dataSource.credentialsProvider().ifPresent(name -> properties.putAll(
                credentials(name, dataSource.credentialsProviderName().orElse(null))));
        return properties;
    }

    /** The run is dropped after the application has stopped, when its provider cannot be asked any more. */
    private Map<String, String> credentials(String name, String provider) {
        if (Arc.container() != null && Arc.container().isRunning()) {
            provided = CredentialsProviderFinder.find(provider).getCredentials(name);
        }
        return provided;
    }

    private ServerAccess admin(JdbcUrl original) {
        JdbcUrl url = config.admin().jdbcUrl().map(text -> JdbcUrl.parse(text).orElseThrow(() -> new IsolationException(
                "'quarkus.isolated-schema.admin.jdbc-url' is '" + JdbcUrl.withoutSecrets(text)
                        + "', which is no JDBC URL of Postgres. Set it to a URL"
                        + " that starts with 'jdbc:postgresql:', or leave it out to use the datasource's.")))
                .orElse(original);
        Supplier<Properties> properties = () -> {
            Properties asked = applicationProperties();
            config.admin().username().ifPresent(user -> asked.put("user", user));
            config.admin().password().ifPresent(password -> asked.put("password", password));
            return asked;
        };
        return new ServerAccess(url, properties);
    }
}
