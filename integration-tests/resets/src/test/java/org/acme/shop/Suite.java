package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes as a build would, in the order of their {@code @Order}: in a launcher session of its own, with its own
 * application, which has stopped when the outcome is told.
 */
final class Suite {

    private final List<String> fixtures;

    private final Map<String, String> properties = new TreeMap<>();

    private Suite(List<String> fixtures) {
        this.fixtures = fixtures;
        with("junit.quarkus.orderer.secondary-orderer", ClassOrderer.OrderAnnotation.class.getName());
        with("quarkus.isolated-schema.keep", "never");
        with("quarkus.isolated-schema.drain-timeout", "300MS");
    }

    static Suite of(Class<?>... fixtures) {
        return new Suite(Stream.of(fixtures).map(Class::getName).toList());
    }

    /** Adds {@code -Dname=value}. */
    Suite with(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /**
     * What a user would see.
     *
     * @param succeeded the tests that did, as "Class.method"
     * @param failed what failed, by the name of the test or class
     * @param log what the extension and the application have logged
     */
    record Outcome(List<String> succeeded, Map<String, List<Throwable>> failed, String log) {

        void succeeds(int tests) {
            assertThat(failed).as("what failed").isEmpty();
            assertThat(succeeded).hasSize(tests);
        }

        /** The messages of a failure and its causes. */
        String failure(String name) {
            assertThat(failed).as("what failed").containsKey(name);
            StringBuilder told = new StringBuilder();
            for (Throwable cause = failed.get(name).get(0); cause != null; cause = cause.getCause()) {
                told.append(cause).append('\n');
            }
            return told.toString();
        }
    }

    Outcome run() {
        Properties before = new Properties();
        before.putAll(System.getProperties());
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        properties.forEach(System::setProperty);
        // By name, since Quarkus loads test classes by a class loader of its own; and anew, since a selector keeps its class.
        List<ClassSelector> selectors = fixtures.stream().map(DiscoverySelectors::selectClass).toList();
        Recorder recorder = new Recorder();
        Log log = new Log();
        try (log; LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher().execute(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), recorder);
        } finally {
            System.setProperties(before);
            Thread.currentThread().setContextClassLoader(loader);
        }
        return new Outcome(recorder.succeeded, recorder.failed, String.join("\n", log.messages));
    }

    /**
     * What the extension and the application log: Quarkus shares the log manager with the application. After its end, the
     * extension prints.
     */
    private static final class Log extends Handler implements AutoCloseable {

        private static final List<Logger> CATEGORIES = Stream.of("io.quarkiverse.isolatedschema", "org.acme")
                .map(LogContext.getLogContext()::getLogger).toList();

        private final List<String> messages = new CopyOnWriteArrayList<>();

        private final PrintStream out = System.out;

        Log() {
            System.setOut(new PrintStream(out, true) {
                @Override
                public void print(String line) {
                    messages.add(line);
                    super.print(line);
                }
            });
            CATEGORIES.forEach(category -> category.addHandler(this));
        }

        @Override
        public void publish(LogRecord logged) {
            messages.add(ExtLogRecord.wrap(logged).getFormattedMessage());
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
            System.setOut(out);
            CATEGORIES.forEach(category -> category.removeHandler(this));
        }
    }

    private static final class Recorder implements TestExecutionListener {

        private final List<String> succeeded = new ArrayList<>();

        private final Map<String, List<Throwable>> failed = new TreeMap<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable()
                    .ifPresent(failure -> failed.computeIfAbsent(name(test), first -> new ArrayList<>()).add(failure));
            if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                succeeded.add(name(test));
            }
        }

        private static String name(TestIdentifier test) {
            return test.getSource().orElse(null) instanceof MethodSource method
                    ? method.getClassName().replaceAll(".*\\.", "") + "." + method.getMethodName()
                    : test.getLegacyReportingName().replaceAll(".*\\.", "");
        }
    }
}
