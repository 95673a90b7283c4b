package io.quarkiverse.isolatedschema.deployment.continuous;

import java.util.List;
import java.util.Properties;

/**
 * What one test class saw in one run. It reaches the test around the run in a system property: the two share a JVM, but
 * no class loader.
 *
 * @param testClass the simple name of the test class
 * @param revision the source of the application
 * @param columns the columns of its table, separated by blanks
 * @param schema the schema it worked in
 * @param url the URL of its connection
 */
record Sighting(String testClass, String revision, String columns, String schema, String url) {

    private static final String PREFIX = "continuous-testing-sighting.";

    /** Called by a test class in a run. */
    static void report(Class<?> testClass, String description) {
        System.setProperty(PREFIX + testClass.getSimpleName(), description);
    }

    /** What the test classes saw since the last call, in the order of their names. */
    static List<Sighting> take() {
        Properties properties = System.getProperties();
        return properties.stringPropertyNames().stream().filter(key -> key.startsWith(PREFIX)).sorted()
                .map(key -> parse(key, (String) properties.remove(key))).toList();
    }

    private static Sighting parse(String key, String description) {
        String[] parts = description.split("\\|");
        return new Sighting(key.substring(PREFIX.length()), parts[0], parts[1], parts[2], parts[3]);
    }

    /** The server and its port. */
    String server() {
        return url.replaceFirst("jdbc:postgresql://([^/]*)/.*", "$1");
    }
}
