package io.quarkiverse.isolatedschema.runtime.config;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;

/**
 * Finds what would lead an isolated application around its run database, to the user's own: an isolated application never
 * works silently on that.
 */
final class WaysAround {

    private static final String FLYWAY_URL = "quarkus.flyway.jdbc-url";

    private final Config values;

    private final JdbcUrl original;

    WaysAround(Config values, JdbcUrl original) {
        this.values = values;
        this.original = original;
    }

    void refuse(List<String> activeNamed, boolean reactivePostgres) {
        if (!activeNamed.isEmpty()) {
            throw new IsolationException("Datasource '" + activeNamed.get(0) + "' is a Postgres datasource beside the default"
                    + " one, and only the default one can be isolated yet. Set 'quarkus.datasource.\"" + activeNamed.get(0)
                    + "\".active=false' in tests, or 'quarkus.isolated-schema.enabled=false'.");
        }
        if (reactivePostgres && !values.getOptionalValue("quarkus.datasource.reactive", Boolean.class).equals(
                Optional.of(false)) && hasReactiveUrl()) {
            throw new IsolationException("The default datasource has a reactive pool beside its JDBC one, and only JDBC can be"
                    + " isolated yet. Set 'quarkus.datasource.reactive=false', or 'quarkus.isolated-schema.enabled=false'.");
        }
        refuseUrls();
    }

    private boolean hasReactiveUrl() {
        return values.getOptionalValue("quarkus.datasource.reactive.url", String.class).isPresent();
    }

    /** A property of Quarkus that still names the original database, now that the datasource's URL is redirected. */
    private void refuseUrls() {
        TreeSet<String> names = new TreeSet<>();
        values.getPropertyNames().forEach(names::add);
        names.add(FLYWAY_URL);
        for (String name : names) {
            if (name.startsWith("quarkus.") && name.endsWith("url") && !name.startsWith("quarkus.isolated-schema.")
                    && leadsToOriginal(name)) {
                throw new IsolationException("'" + name + "' leads to database '" + original.database()
                        + "' itself, around the isolated schemas. Set '" + name + "=${quarkus.datasource.jdbc.url}', which"
                        + " follows them, or leave it out.");
            }
        }
    }

    private boolean leadsToOriginal(String name) {
        return values.getOptionalValue(name, String.class).flatMap(JdbcUrl::parse)
                .filter(url -> !isRedirected(url) && (name.equals(FLYWAY_URL) || url.sameDatabase(original))).isPresent();
    }

    private boolean isRedirected(JdbcUrl url) {
        return values.getOptionalValue("quarkus.datasource.jdbc.url", String.class).flatMap(JdbcUrl::parse)
                .filter(redirected -> url.leadsTo(redirected, original)).isPresent();
    }
}
