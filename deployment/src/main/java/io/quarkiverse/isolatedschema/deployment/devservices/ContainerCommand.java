package io.quarkiverse.isolatedschema.deployment.devservices;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command of a container with Postgres, as the images' entry point takes it: options of {@code postgres}, with or
 * without that name before them.
 *
 * @param parts the words of the command
 */
record ContainerCommand(List<String> parts) {

    /** {@code name=value} after {@code -c}, or {@code --name=value}; dashes and underscores mean the same to Postgres. */
    private static final Pattern SETTING = Pattern.compile("(?:-c|--)?([A-Za-z][\\w.-]*)=.*");

    /** The short options of settings that servers of ours have. */
    private static final Map<String, String> SHORT = Map.of("-F", "fsync", "-N", "max_connections");

    /** A file of the user's own, with settings that options would override unseen. */
    private static final String CONFIG_FILE = "config_file";

    /**
     * Adds settings, except those that the command has already.
     *
     * @param settings values by name
     * @return the words of the command; empty where it does not start Postgres directly, or with a configuration file of
     *         its own
     */
    Optional<List<String>> with(Map<String, String> settings) {
        Set<String> own = own();
        if (!startsPostgres() || own.contains(CONFIG_FILE)) {
            return Optional.empty();
        }
        List<String> extended = new ArrayList<>(parts);
        settings.forEach((name, value) -> {
            if (!own.contains(name)) {
                extended.add("-c");
                extended.add(name + "=" + value);
            }
        });
        return Optional.of(extended);
    }

    private boolean startsPostgres() {
        return parts.isEmpty() || parts.get(0).startsWith("-") || parts.get(0).equals("postgres")
                || parts.get(0).endsWith("/postgres");
    }

    private Set<String> own() {
        Set<String> names = new HashSet<>();
        for (String part : parts) {
            Matcher setting = SETTING.matcher(part);
            if (setting.matches()) {
                names.add(setting.group(1).replace('-', '_').toLowerCase(Locale.ROOT));
            }
            SHORT.forEach((option, name) -> {
                if (part.startsWith(option)) {
                    names.add(name);
                }
            });
        }
        return names;
    }
}
