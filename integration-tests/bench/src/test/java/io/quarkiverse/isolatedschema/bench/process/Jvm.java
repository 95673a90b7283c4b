package io.quarkiverse.isolatedschema.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A JVM to start: what runs in it, with which system properties. */
public final class Jvm {

    /** Where everything goes that the benchmark makes. */
    public static final Path TARGET = Path.of("target", "bench");

    private static final String MODEL = "quarkus-internal-test.serialized-app-model.path";

    private final String name;

    private final String mainClass;

    private final List<String> arguments;

    private final List<String> flags = new ArrayList<>(List.of("-Xmx512m"));

    private final Map<String, String> properties = new TreeMap<>();

    private String classPath = System.getProperty("java.class.path");

    /**
     * @param name of the log file
     * @param mainClass the name of the class whose main method runs
     * @param arguments its arguments
     */
    public Jvm(String name, String mainClass, String... arguments) {
        this.name = name;
        this.mainClass = mainClass;
        this.arguments = List.of(arguments);
        with("java.io.tmpdir", Path.of("target").toAbsolutePath().toString());
        with("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    }

    /** Adds {@code -Dname=value}. */
    public Jvm with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    /** Adds all of them as {@code -Dname=value}. */
    public Jvm with(Map<String, String> more) {
        properties.putAll(more);
        return this;
    }

    /** Takes another class path than the benchmark's own. */
    public Jvm on(String otherClassPath) {
        classPath = otherClassPath;
        return this;
    }

    /**
     * Compiles by C1 only, as Quarkus's dev mode does: an application starts with half the work, and while it is measured
     * no compiler takes a core.
     */
    public Jvm startingFast() {
        flags.add("-XX:TieredStopAtLevel=1");
        return this;
    }

    /** @return where its output goes */
    public Path log() {
        return TARGET.resolve("logs").resolve(name + ".log");
    }

    @Override
    public String toString() {
        return name;
    }

    Process start() throws IOException {
        Files.createDirectories(log().getParent());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        properties.forEach((property, value) -> command.add("-D" + property + "=" + value));
        model().ifPresent(path -> command.add("-D" + MODEL + "=" + path));
        command.addAll(List.of("-classpath", classPath, mainClass));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile()).start();
    }

    /** What the build resolved, as Quarkus's plugin hands it to Surefire; without it each start resolves it again. */
    private static Optional<Path> model() throws IOException {
        Path path = Path.of("target", "quarkus", "bootstrap", "test-app-model.dat").toAbsolutePath();
        return Files.exists(path) ? Optional.of(path) : Optional.empty();
    }
}
