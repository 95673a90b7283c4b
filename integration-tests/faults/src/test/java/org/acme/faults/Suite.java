package org.acme.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.acme.faults.fixtures.FirstFixture;
import org.acme.faults.fixtures.FourthFixture;
import org.acme.faults.fixtures.SecondFixture;
import org.acme.faults.fixtures.ThirdFixture;
import org.junit.jupiter.api.ClassOrderer;

/** A test run of the application in a JVM of its own, which can be killed. */
final class Suite {

    /** How many tests it has. */
    static final int TESTS = 8;

    private static final long SECONDS = 120;

    private static final List<Class<?>> CLASSES = List.of(FirstFixture.class, SecondFixture.class, ThirdFixture.class,
            FourthFixture.class);

    private static final Path MODEL = Path.of("target", "quarkus", "bootstrap", "test-app-model.dat");

    private final Map<String, String> properties = new TreeMap<>();

    Suite() {
        with("java.io.tmpdir", Path.of("target").toAbsolutePath().toString());
        with("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        // Suites that fail on purpose leave nothing for a look.
        with("quarkus.isolated-schema.keep", "never");
        with("junit.quarkus.orderer.secondary-orderer", ClassOrderer.OrderAnnotation.class.getName());
        if (Files.exists(MODEL)) {
            with("quarkus-internal-test.serialized-app-model.path", MODEL.toAbsolutePath().toString());
        }
    }

    /** Adds {@code -Dname=value}. */
    Suite with(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Starts it. */
    Running start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1"));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SuiteMain.class.getName()));
        CLASSES.forEach(type -> command.add(type.getName()));
        return new Running(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Runs it to its end. */
    Running run() throws Exception {
        return start().awaitEnd();
    }

    /** One that was started. */
    static final class Running {

        private static final String END = "(end of output)";

        private final Process process;

        private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();

        private final List<String> output = new ArrayList<>();

        private Running(Process process) {
            this.process = process;
            Thread reader = new Thread(this::read, "output of the suite");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().forEach(unread::add);
            } catch (IOException | UncheckedIOException killed) {
                // so it ends here
            }
            unread.add(END);
        }

        /** Waits until it says something that begins like that. */
        String await(String beginning) throws InterruptedException {
            while (true) {
                String line = unread.poll(SECONDS, TimeUnit.SECONDS);
                assertThat(line).as("no line '%s…' within %d s of%n%s", beginning, SECONDS, this).isNotNull();
                output.add(line);
                if (line.startsWith(beginning)) {
                    return line;
                }
                assertThat(line).as("no line '%s…' in%n%s", beginning, this).isNotEqualTo(END);
            }
        }

        /** Waits until it has stopped, application and all. */
        Running awaitEnd() throws InterruptedException {
            await("ENDED");
            await(END);
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            return this;
        }

        /** {@code kill -9}, as far as it still lives. */
        void kill() throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        boolean isAlive() {
            return process.isAlive();
        }

        /** Asserts that all tests passed. */
        void assertGood() {
            assertThat(lines("FAILED ")).as("in%n%s", this).isEmpty();
            assertThat(lines("PASSED ")).as("in%n%s", this).hasSize(TESTS);
        }

        /** What it said that begins like that, without the beginning. */
        List<String> lines(String beginning) {
            return output.stream().filter(line -> line.startsWith(beginning))
                    .map(line -> line.substring(beginning.length())).toList();
        }

        /** Everything that it said so far. */
        @Override
        public String toString() {
            return String.join("\n", Stream.concat(output.stream(), unread.stream()).toList());
        }
    }
}
