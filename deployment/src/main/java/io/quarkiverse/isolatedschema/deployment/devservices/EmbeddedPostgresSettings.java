package io.quarkiverse.isolatedschema.deployment.devservices;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.quarkus.datasource.deployment.spi.DatabaseDefaultSetupConfig;
import io.quarkus.datasource.runtime.DevServicesBuildTimeConfig;

/**
 * What an embedded server is made of.
 * <p>
 * The settings are the restart identity of the Dev Service: as long as they are equal, the running server is kept over
 * reloads of the application, and any difference starts a new one. The <em>content</em> of the init scripts is left out
 * as it is for Quarkus's own container: whoever edits a script restarts.
 *
 * @param username the superuser the application connects as
 * @param password that user's password, empty for one made by chance at each start
 * @param databaseName the database made for the application
 * @param port the port to listen on, 0 for a free one
 * @param privilegedInitScripts class path resources run in the database as the server's own superuser, first
 * @param initScripts class path resources run in the database as the application's user
 * @param urlProperties the parameters of the URL, sorted
 * @param dataDir where to make the data directory, empty to choose a place
 * @param startTimeout how long a start may take
 */
record EmbeddedPostgresSettings(String username, Optional<String> password, String databaseName, int port,
        List<String> privilegedInitScripts, List<String> initScripts, Map<String, String> urlProperties,
        Optional<String> dataDir, Duration startTimeout) {

    /** How long a start may take if {@code quarkus.devservices.timeout} is not set. */
    static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Settings from configuration, with the defaults of Quarkus's own container but for the password, which would let
     * everybody on this machine in: the user is a superuser, who may run programs as whoever runs the server.
     *
     * @param devServices the datasource's Dev Services configuration
     * @param username the datasource's own user name
     * @param password the datasource's own password
     * @param config where embedded Postgres lies
     * @param startTimeout {@code quarkus.devservices.timeout}
     */
    static EmbeddedPostgresSettings from(DevServicesBuildTimeConfig devServices, Optional<String> username,
            Optional<String> password, EmbeddedPostgresConfig config, Optional<Duration> startTimeout) {
        return new EmbeddedPostgresSettings(
                devServices.username().or(() -> username).orElse(DatabaseDefaultSetupConfig.DEFAULT_DATABASE_USERNAME),
                devServices.password().or(() -> password),
                devServices.dbName().orElse(DatabaseDefaultSetupConfig.DEFAULT_DATABASE_NAME),
                devServices.port().orElse(0),
                devServices.initPrivilegedScriptPath().orElse(List.of()),
                devServices.initScriptPath().orElse(List.of()),
                new TreeMap<>(devServices.properties()),
                config.dataDir().map(path -> path.toAbsolutePath().toString()),
                startTimeout.orElse(DEFAULT_START_TIMEOUT));
    }

    /**
     * The settings as types of the JDK only: identities are compared across class loaders, in which this class differs.
     */
    List<Object> identity() {
        return List.of(username, password, databaseName, port, privilegedInitScripts, initScripts, urlProperties,
                dataDir, startTimeout);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Embedded Postgres with database '" + databaseName + "' of user '" + username + "'";
    }

    /**
     * The JDBC URL of the application's database, without credentials.
     *
     * @param actualPort the port the server listens on
     */
    String jdbcUrl(int actualPort) {
        // the properties go in as they are, as they do for Quarkus's own container
        String parameters = urlProperties.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue())
                .collect(Collectors.joining("&"));
        String database = URLEncoder.encode(databaseName, StandardCharsets.UTF_8).replace("+", "%20");
        return "jdbc:postgresql://localhost:" + actualPort + "/" + database
                + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    /**
     * The same URL for reactive clients.
     *
     * @param actualPort the port the server listens on
     */
    String reactiveUrl(int actualPort) {
        return jdbcUrl(actualPort).replaceFirst("^jdbc:", "vertx-reactive:");
    }
}
