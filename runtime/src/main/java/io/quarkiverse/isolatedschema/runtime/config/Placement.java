package io.quarkiverse.isolatedschema.runtime.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;

/**
 * Where a run takes place: in a database of its own, or in the one that the URL names.
 * <p>
 * It has to be known before anybody reads the URL, so it is decided while configuration is read, where necessary by asking
 * the server. What cannot be found out here is left to the run database, whose errors are told in full.
 *
 * @param given whether the run takes place in the database that the URL names
 * @param searchPath what follows the boot schema in the search path there
 * @param reason why, for people
 */
public record Placement(boolean given, String searchPath, String reason) {

    /** The key of the configured way. */
    public static final String PROVISIONING = "quarkus.isolated-schema.provisioning";

    /** That of a server on which nobody has configured another. */
    private static final String USUAL_PATH = "\"$user\", public";

    /**
     * Decides.
     *
     * @param configured how the server is reached
     * @param original the datasource's URL
     * @param serverOfOurs the URL of the server of ours, if there is one
     * @return where the run takes place
     */
    public static Placement decide(ConfiguredAccess configured, JdbcUrl original, Optional<String> serverOfOurs) {
        Provisioning asked = configured.value(PROVISIONING).flatMap(Provisioning::parse).orElse(Provisioning.AUTO);
        if (asked.inGivenDatabase()) {
            return given(configured, original, "'" + PROVISIONING + "' is '" + asked + "'");
        }
        if (asked == Provisioning.DATABASE_CLONE) {
            return own("'" + PROVISIONING + "' is '" + asked + "'");
        }
        if (RunDatabaseRequests.isOurs(original, serverOfOurs)) {
            return own("nobody but this run uses the server");
        }
        return byRights(configured, original);
    }

    private static Placement byRights(ConfiguredAccess configured, JdbcUrl original) {
        if (configured.hasCredentialsProvider()) {
            return own("the credentials come from a provider, which cannot be asked what the role may do before the"
                    + " application starts");
        }
        ServerAccess admin = configured.admin(original);
        try (Connection connection = admin.open(admin.url().withDatabase(original.database()))) {
            List<String> refused = Databases.query(connection,
                    "select rolname from pg_roles where rolname = current_user and not (rolcreatedb or rolsuper)");
            return refused.isEmpty() ? own("the role may create databases")
                    : given(configured, original, "role '" + refused.get(0) + "' may not create databases");
        } catch (SQLException unknown) {
            return own("the server could not be asked what the role may do: " + unknown.getMessage());
        }
    }

    private static Placement own(String reason) {
        return new Placement(false, "", reason);
    }

    private static Placement given(ConfiguredAccess configured, JdbcUrl original, String reason) {
        return new Placement(true, original.searchPath().orElseGet(() -> searchPath(configured, original)), reason);
    }

    /** Whether the usual one is right where the server could not be asked is found out when the run begins. */
    private static String searchPath(ConfiguredAccess configured, JdbcUrl original) {
        if (configured.hasCredentialsProvider()) {
            return USUAL_PATH;
        }
        try (Connection connection = configured.application(original).open(original)) {
            return Databases.query(connection, "select current_setting('search_path')").get(0);
        } catch (SQLException unknown) {
            return USUAL_PATH;
        }
    }

    /**
     * @param original the datasource's URL
     * @param run the run
     * @return the URL by which everybody reaches the boot schema
     */
    JdbcUrl redirect(JdbcUrl original, RunId run) {
        String boot = LeaseName.bootSchema(run);
        if (given) {
            return original.withSearchPath(searchPath.isBlank() ? boot : boot + ", " + searchPath);
        }
        JdbcUrl redirected = original.withDatabase(LeaseName.runDatabase(run));
        // Without a path in the URL, the settings of the run database give it.
        return original.searchPath().map(path -> redirected.withSearchPath(boot + ", " + path)).orElse(redirected);
    }

    /**
     * @param text what {@link #toString()} gave
     * @return the placement
     */
    static Placement parse(String text) {
        String[] parts = text.split("&", -1);
        return new Placement(Boolean.parseBoolean(parts[0]), URLDecoder.decode(parts[1], StandardCharsets.UTF_8),
                URLDecoder.decode(parts[2], StandardCharsets.UTF_8));
    }

    /** @return a text without any character that has a meaning in configuration */
    @Override
    public String toString() {
        return given + "&" + URLEncoder.encode(searchPath, StandardCharsets.UTF_8) + "&"
                + URLEncoder.encode(reason, StandardCharsets.UTF_8);
    }
}
