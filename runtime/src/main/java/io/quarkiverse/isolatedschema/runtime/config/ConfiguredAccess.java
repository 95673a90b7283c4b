package io.quarkiverse.isolatedschema.runtime.config;

import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;

/**
 * How the default datasource's server is reached, read key by key: for where no configuration mapping can be had, because
 * configuration itself is being read, or the application is another process.
 */
public final class ConfiguredAccess {

    private static final String DATASOURCE = "quarkus.datasource.";

    private static final String NAMED_DEFAULT = "quarkus.datasource.\"<default>\".";

    private static final String ADMIN = "quarkus.isolated-schema.admin.";

    private static final String DRIVER_PROPERTIES = "jdbc.additional-jdbc-properties.";

    private final Function<String, Optional<String>> values;

    private final Iterable<String> names;

    /**
     * @param values the value of a key, expressions expanded
     * @param names the names of all keys
     */
    public ConfiguredAccess(Function<String, Optional<String>> values, Iterable<String> names) {
        this.values = values;
        this.names = names;
    }

    /**
     * @param original the datasource's URL
     * @return how the application reaches the server
     */
    public ServerAccess application(JdbcUrl original) {
        Properties properties = applicationProperties();
        return new ServerAccess(original, () -> properties);
    }

    /**
     * @param original the datasource's URL
     * @return how who makes databases reaches the server
     */
    public ServerAccess admin(JdbcUrl original) {
        Properties properties = applicationProperties();
        values.apply(ADMIN + "username").ifPresent(user -> properties.put("user", user));
        values.apply(ADMIN + "password").ifPresent(password -> properties.put("password", password));
        return new ServerAccess(values.apply(ADMIN + "jdbc-url").flatMap(JdbcUrl::parse).orElse(original), () -> properties);
    }

    /** @return whether the credentials come from where they cannot be asked for here */
    boolean hasCredentialsProvider() {
        return datasource("credentials-provider").isPresent();
    }

    /** @return the value of any other key */
    Optional<String> value(String name) {
        return values.apply(name);
    }

    private Properties applicationProperties() {
        Properties properties = new Properties();
        for (String name : names) {
            for (String prefix : new String[] { DATASOURCE + DRIVER_PROPERTIES, NAMED_DEFAULT + DRIVER_PROPERTIES }) {
                if (name.startsWith(prefix)) {
                    values.apply(name).ifPresent(value -> properties.put(unquoted(name.substring(prefix.length())), value));
                }
            }
        }
        datasource("username").ifPresent(user -> properties.put("user", user));
        datasource("password").ifPresent(password -> properties.put("password", password));
        return properties;
    }

    private Optional<String> datasource(String key) {
        return values.apply(DATASOURCE + key).or(() -> values.apply(NAMED_DEFAULT + key));
    }

    private static String unquoted(String key) {
        return key.startsWith("\"") && key.endsWith("\"") && key.length() > 1 ? key.substring(1, key.length() - 1) : key;
    }
}
