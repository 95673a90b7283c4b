package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that uses a shared server, in the hands of a test; see {@link SharedServerUser}. */
final class SharedServerJvm {

    private final Path place;

    private final Process process;

    private final BufferedReader output;

    private final List<String> said = new ArrayList<>();

    private Path directory;

    private String password;

    private String url;

    private SharedServerJvm(Path place, Process process) {
        this.place = place;
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts one that begins to use a server. */
    static SharedServerJvm launch(Path place, Path lock, String database, Duration linger, String... options)
            throws IOException {
        assertThat(place.toFile().setExecutable(true, false)).isTrue();
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SharedServerUser.class.getName(),
                place.toString(), lock.toString(), database, linger.toString()));
        return new SharedServerJvm(place, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Waits until it uses a server. */
    SharedServerJvm awaitStart() throws IOException {
        String[] words = await("STARTED ").split(" ");
        directory = place.resolve(words[1]);
        password = words[2];
        url = words[3];
        return this;
    }

    private String await(String beginning) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new AssertionError("No line '" + beginning + "…' in\n" + String.join("\n", said));
    }

    /** Whether it has found a server that another one had started. */
    boolean hasJoined() {
        return said.stream().anyMatch(line -> line.contains(" joined on port "));
    }

    /** The directory of its server. */
    Path directory() {
        return directory;
    }

    /** What its server is reached by. */
    String url() {
        return url;
    }

    /** The process of its server. */
    long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0).strip());
    }

    /** Whether its server answers. */
    boolean isServed() {
        try (Connection connection = DriverManager.getConnection(url, "quarkus", password)) {
            return connection.isValid(5);
        } catch (SQLException gone) {
            return false;
        }
    }

    /** Lets it end as it should. */
    void leave() throws Exception {
        tell("leave");
        await("LEFT");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Lets it end without leaving its server before. */
    void end() throws Exception {
        tell("end");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Tells it to leave, and does not wait. */
    void tell(String word) throws IOException {
        try (Writer input = process.outputWriter()) {
            input.write(word + "\n");
        }
    }

    /** Waits until it has ended by itself. */
    void awaitEnd() throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Ends it like {@code kill -9}. */
    void kill() throws Exception {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    long pid() {
        return process.pid();
    }
}
