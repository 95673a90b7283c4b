package io.quarkiverse.isolatedschema.it.continuous;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

/** A child process that runs {@code mvn quarkus:test}, its output in a file. */
final class QuarkusTestProcess implements AutoCloseable {

    /** Long enough for a first run that has to resolve everything. */
    private static final Duration RUN = Duration.ofMinutes(4);

    private static final Duration END = Duration.ofSeconds(20);

    private final Process maven;

    private final Path log;

    private final Set<ProcessHandle> descendants = new HashSet<>();

    private QuarkusTestProcess(Process maven, Path log) {
        this.maven = maven;
        this.log = log;
    }

    /**
     * Starts Maven without a terminal.
     *
     * @param project the directory of the project
     * @param log the file for the output
     * @param localRepository the local repository of the build around this test
     * @param command how to start Maven
     */
    static QuarkusTestProcess start(Path project, Path log, String localRepository, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile())
                .redirectInput(new File("/dev/null")).redirectErrorStream(true).redirectOutput(log.toFile());
        // Meant for the build around this test; Quarkus reads the command line from there
        builder.environment().keySet().removeAll(Set.of("MAVEN_CMD_LINE_ARGS", "MAVEN_ARGS"));
        // quarkus:test asks for that version; where it is not installed, mvnw resolves it with the Maven that is
        builder.environment().put("MVNW_MIN", "3.9.0");
        builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + localRepository);
        return new QuarkusTestProcess(builder.start(), log);
    }

    /**
     * Waits until that many runs have passed, this one included.
     *
     * @param runs the number of runs since the start
     * @throws AssertionError when a test fails, Maven ends or it takes too long
     */
    void awaitGreenRun(int runs) {
        Awaitility.await("green run " + runs + ", see " + log).atMost(RUN).pollInterval(Duration.ofMillis(100))
                .failFast(this::lookForFailure)
                .untilAsserted(() -> assertThat(find("(All 2 tests are passing)")).hasSizeGreaterThanOrEqualTo(runs));
        maven.descendants().forEach(descendants::add);
    }

    private void lookForFailure() throws IOException {
        assertThat(maven.isAlive()).as("Maven is running, see %s", log).isTrue();
        assertThat(find("(FAILED <<<|BUILD FAILURE)")).as("failures in %s", log).isEmpty();
    }

    /** What the group of the expression matched in the output, each time. */
    List<String> find(String expression) throws IOException {
        return Pattern.compile(expression).matcher(Files.readString(log)).results().map(match -> match.group(1)).toList();
    }

    /** Ends Maven as a closed terminal or a build server does, and waits for the end of all that it started. */
    void end() throws InterruptedException {
        assertThat(descendants).as("what Maven started").isNotEmpty();
        maven.destroy();
        assertThat(maven.waitFor(END.toSeconds(), TimeUnit.SECONDS)).as("Maven has ended").isTrue();
        Awaitility.await("end of what Maven started").atMost(END)
                .untilAsserted(() -> assertThat(descendants).noneMatch(ProcessHandle::isAlive));
    }

    /** Leaves nothing running, whatever happened. */
    @Override
    public void close() {
        maven.descendants().forEach(descendants::add);
        maven.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }
}
