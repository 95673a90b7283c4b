package org.acme.leaks;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.ClassOrderer;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes of the package {@code fixtures} as a build would, in the order of their {@code @Order}: in a launcher
 * session of its own, with its own application, which has stopped when the findings are told.
 */
final class Suite {

    private static final AtomicInteger SERVERS = new AtomicInteger();

    private final List<String> fixtures;

    private final Map<String, String> properties = new TreeMap<>(
            Map.of("junit.quarkus.orderer.secondary-orderer", ClassOrderer.OrderAnnotation.class.getName(),
                    // One connection is never given back.
                    "quarkus.isolated-schema.drain-timeout", "0.1S",
                    // The Dev Service goes on running as long as nothing of it changes, with all that a suite left on it.
                    "quarkus.datasource.devservices.db-name", "leaks_" + SERVERS.incrementAndGet()));

    private Suite(List<String> fixtures) {
        this.fixtures = fixtures;
    }

    static Suite of(Class<?>... fixtures) {
        return new Suite(Stream.of(fixtures).map(Class::getName).toList());
    }

    /** Adds {@code -Dname=value}. */
    Suite with(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** The application as if a class were not there. */
    Suite without(Class<?> type) {
        return with("quarkus.arc.exclude-types", type.getName());
    }

    Findings run() {
        Properties before = new Properties();
        before.putAll(System.getProperties());
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        properties.forEach(System::setProperty);
        Findings findings = new Findings();
        // By name, since Quarkus loads test classes by a class loader of its own; and anew, since a selector keeps its class.
        List<ClassSelector> selectors = fixtures.stream().map(DiscoverySelectors::selectClass).toList();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher().execute(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), findings);
        } finally {
            System.setProperties(before);
            Thread.currentThread().setContextClassLoader(loader);
        }
        return findings;
    }
}
