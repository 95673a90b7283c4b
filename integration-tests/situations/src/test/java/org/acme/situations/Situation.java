package org.acme.situations;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes of the package {@code fixtures} as a build would: in a launcher session of its own, with its own
 * application, which has stopped when the outcome is told.
 */
final class Situation {

    private final List<String> fixtures;

    private final Map<String, String> properties = new TreeMap<>();

    private Situation(List<String> fixtures) {
        this.fixtures = fixtures;
        // What fails on purpose is nothing to look at, and a server without what is kept shows what is left.
        with("quarkus.isolated-schema.keep", "never");
    }

    static Situation of(Class<?>... fixtures) {
        return new Situation(Stream.of(fixtures).map(Class::getName).toList());
    }

    /** Adds {@code -Dname=value}. */
    Situation with(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Lets the application name a database of the server. */
    Situation on(Server server, String database) {
        return with("quarkus.datasource.jdbc.url", server.url(database)).as("app", "app");
    }

    /** Lets the application name a role of the server. */
    Situation as(String role, String password) {
        return with("quarkus.datasource.username", role).with("quarkus.datasource.password", password);
    }

    Outcome run() {
        Properties before = new Properties();
        before.putAll(System.getProperties());
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        properties.forEach(System::setProperty);
        Outcome outcome = new Outcome();
        // By name, since Quarkus loads test classes by a class loader of its own; and anew, since a selector keeps its class.
        List<ClassSelector> selectors = fixtures.stream().map(DiscoverySelectors::selectClass).toList();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher().execute(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), outcome);
        } finally {
            System.setProperties(before);
            Thread.currentThread().setContextClassLoader(loader);
        }
        return outcome;
    }
}
