package io.quarkiverse.isolatedschema.runtime.postgres;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.postgresql.Driver;

/**
 * A JDBC URL of pgjdbc, taken apart.
 *
 * @param server all up to the database name: {@code jdbc:postgresql://host:port/}
 * @param database the name of the database, decoded; empty where the URL leaves it to the user name
 * @param parameters what follows the question mark, decoded, in the order of the URL
 */
public record JdbcUrl(String server, String database, Map<String, String> parameters) {

    private static final Pattern URL = Pattern.compile("(jdbc:(?:[a-z0-9]+:)?postgresql:(?://[^/?]*/?|/)?)([^?]*)(?:\\?(.*))?");

    private static final Pattern PATH_OPTION = Pattern
            .compile("-c\\s*search_path\\s*=\\s*((?:\\\\.|[^\\s\\\\])+)|--search[_-]path=((?:\\\\.|[^\\s\\\\])+)");

    private static final Pattern LOOPBACK = Pattern.compile("(?<![^,])(?:127\\.0\\.0\\.1|\\[?::1]?)(?![^,])");

    private static final String CURRENT_SCHEMA = "currentSchema";

    private static final String OPTIONS = "options";

    /**
     * @param url any URL
     * @return its parts, or empty when it is no JDBC URL of Postgres, or one with escapes that pgjdbc can't read either
     */
    public static Optional<JdbcUrl> parse(String url) {
        Matcher matcher = URL.matcher(url.trim());
        try {
            return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static JdbcUrl of(Matcher matcher) {
        String server = matcher.group(1);
        if (server.contains("//") && !server.substring(server.indexOf("//") + 2).endsWith("/")) {
            server += "/";
        }
        return new JdbcUrl(server, decode(matcher.group(2)), parameters(matcher.group(3)));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&")) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    parameters.put(equals < 0 ? pair : pair.substring(0, equals),
                            equals < 0 ? "" : decode(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    /**
     * @param name the name of another database of the same server
     * @return this URL with that database
     */
    public JdbcUrl withDatabase(String name) {
        return new JdbcUrl(server, name, parameters);
    }

    /**
     * @param path the search path every connection starts with
     * @return this URL with that search path and no other
     */
    public JdbcUrl withSearchPath(String path) {
        JdbcUrl without = withoutSearchPath();
        without.parameters.put(CURRENT_SCHEMA, path);
        return without;
    }

    /** @return this URL without a search path of its own */
    public JdbcUrl withoutSearchPath() {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.remove(CURRENT_SCHEMA);
        changed.computeIfPresent(OPTIONS, (key, options) -> {
            String rest = PATH_OPTION.matcher(options).replaceAll("").trim();
            return rest.isEmpty() ? null : rest;
        });
        return new JdbcUrl(server, database, changed);
    }

    /** @return the search path that the URL itself asks for, by {@code currentSchema} or {@code options} */
    public Optional<String> searchPath() {
        if (parameters.containsKey(CURRENT_SCHEMA)) {
            return Optional.of(parameters.get(CURRENT_SCHEMA));
        }
        Matcher option = PATH_OPTION.matcher(parameters.getOrDefault(OPTIONS, ""));
        return option.find()
                ? Optional.of((option.group(1) != null ? option.group(1) : option.group(2)).replaceAll("\\\\(.)", "$1"))
                : Optional.empty();
    }

    /**
     * @param other another URL
     * @return whether both name the same database, whatever their parameters, the driver that wraps pgjdbc, and whether they
     *         write out what is the default
     */
    public boolean sameDatabase(JdbcUrl other) {
        return database.equals(other.database) && address().equals(other.address());
    }

    /**
     * @param redirected where the run takes place
     * @param original the URL before it was redirected
     * @return whether this one leads there: to the same database, and where that is the original one, with the same search
     *         path
     */
    public boolean leadsTo(JdbcUrl redirected, JdbcUrl original) {
        return sameDatabase(redirected)
                && (!redirected.sameDatabase(original) || searchPath().equals(redirected.searchPath()));
    }

    /** Hosts and ports as pgjdbc understands them, defaults included, with one name for the loopback device. */
    private List<String> address() {
        Properties parts = Driver.parseURL(server.replaceFirst(".*postgresql:", "jdbc:postgresql:"), null);
        return parts == null ? List.of(server)
                : List.of(LOOPBACK.matcher(parts.getProperty("PGHOST").toLowerCase(Locale.ROOT)).replaceAll("localhost"),
                        parts.getProperty("PGPORT"));
    }

    /**
     * @param url any URL
     * @return the URL for people: without parameters, among which a password may be, and without what stands before an at
     *         sign
     */
    public static String withoutSecrets(String url) {
        return url.replaceFirst("[?;].*", "?…").replaceFirst("//.*@", "//…@");
    }

    /** @return the URL as pgjdbc takes it */
    @Override
    public String toString() {
        StringBuilder url = new StringBuilder(server).append(encode(database));
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            url.append(separator).append(parameter.getKey()).append('=')
                    .append(encode(parameter.getValue()).replace("%2F", "/"));
            separator = '&';
        }
        return url.toString();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2C", ",");
    }
}
