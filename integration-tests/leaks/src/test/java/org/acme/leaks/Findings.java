package org.acme.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.acme.leaks.fixtures.Leak;
import org.acme.leaks.probes.Catalogue;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** What the classes of a suite found. */
final class Findings implements TestExecutionListener {

    private final Map<String, Set<String>> ran = new TreeMap<>();

    private final Map<String, Map<String, String>> leaks = new TreeMap<>();

    private final StringWriter failures = new StringWriter();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String fixture = test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                .map(MethodSource::getClassName).orElse("");
        if (test.isTest()) {
            ran.computeIfAbsent(fixture, first -> new TreeSet<>()).add(test.getDisplayName());
        }
        result.getThrowable().ifPresent(failure -> {
            if (failure.getClass().getName().equals(Leak.class.getName())) {
                leaks.computeIfAbsent(fixture, first -> new TreeMap<>()).put(test.getDisplayName(), failure.getMessage());
            } else {
                failures.append(test.getDisplayName()).append(": ");
                failure.printStackTrace(new PrintWriter(failures, true));
            }
        });
    }

    /** Asserts which probes the class found something of. Every probe was tried, and nothing else failed. */
    void assertFound(Class<?> fixture, Set<String> probes) {
        assertThat(failures.toString()).as("what failed").isEmpty();
        assertThat(ran).hasEntrySatisfying(fixture.getName(),
                names -> assertThat(names).hasSameSizeAs(Catalogue.probes()));
        Map<String, String> found = leaks.getOrDefault(fixture.getName(), Map.of());
        assertThat(found.keySet()).as("probes that %s found: %s", fixture.getSimpleName(), found)
                .containsExactlyInAnyOrderElementsOf(probes);
    }
}
