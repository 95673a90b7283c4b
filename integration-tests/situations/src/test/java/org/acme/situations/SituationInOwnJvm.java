package org.acme.situations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs test classes in a JVM of their own, for what happens when that ends: Dev Services last as long as their JVM. */
final class SituationInOwnJvm {

    /** What Maven tells a JVM of tests, and Quarkus looks at. */
    private static final List<String> TOLD_BY_MAVEN = List.of("basedir", "maven.home", "maven.repo.local", "maven.settings",
            "java.util.logging.manager");

    private final List<String> fixtures;

    private final Map<String, String> properties = new TreeMap<>();

    SituationInOwnJvm(Class<?>... fixtures) {
        this.fixtures = Stream.of(fixtures).map(Class::getName).toList();
    }

    SituationInOwnJvm with(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** @return what the JVM has printed, when it has ended */
    String run(Path directory) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        TOLD_BY_MAVEN.stream().filter(name -> System.getProperty(name) != null)
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SituationInOwnJvm.class.getName()));
        command.addAll(fixtures);
        int exit = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
        return "exit " + exit + "\n" + Files.readString(output);
    }

    public static void main(String[] fixtures) throws ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        for (String fixture : fixtures) {
            classes.add(Class.forName(fixture));
        }
        Situation situation = Situation.of(classes.toArray(Class[]::new));
        System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith("quarkus."))
                .forEach(name -> situation.with(name, System.getProperty(name)));
        Outcome outcome = situation.run();
        System.out.println(outcome.succeeded().size() + " succeeded, " + outcome.failures().size() + " failed");
    }
}
