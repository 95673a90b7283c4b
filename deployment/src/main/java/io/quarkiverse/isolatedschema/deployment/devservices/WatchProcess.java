package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process of its own that sees to the end of a server that stays up after its JVMs. It is run from copies of a few classes in
 * the server's directory, since nothing else needs to be there any more.
 */
final class WatchProcess {

    /** The directory, beside the data, from which the watch is run. */
    private static final String WATCH = "watch";

    /** What a JVM is told by them is not meant for the watch, and may keep it from starting. */
    private static final List<String> OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

    private final DataDirectory directory;

    private final List<Class<?>> classes;

    /**
     * @param directory the server's directory
     * @param main the class that is run
     * @param others what it needs besides
     */
    WatchProcess(DataDirectory directory, Class<?> main, Class<?>... others) {
        this.directory = directory;
        this.classes = Stream.concat(Stream.of(main), Stream.of(others)).toList();
    }

    /**
     * Starts it, and does not wait for it.
     *
     * @param postmaster the server's process
     * @throws IOException if it cannot be started
     */
    void start(ProcessHandle postmaster) throws IOException {
        for (Class<?> type : classes) {
            copy(type);
        }
        // Names within the working directory: a path of users may hold what separates the parts of a class path.
        String name = directory.path().getFileName().toString();
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(List.of(java(), "-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                name + File.separator + WATCH, classes.get(0).getName(), name, String.valueOf(postmaster.pid()),
                String.valueOf(KeptServerWatch.started(postmaster))));
        ProcessBuilder watch = new ProcessBuilder(command).directory(directory.path().getParent().toFile())
                .redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        OPTIONS.forEach(watch.environment()::remove);
        watch.start();
    }

    /** At once, since one that was started before may be run from there. */
    private void copy(Class<?> type) throws IOException {
        String resource = type.getName().replace('.', '/') + ".class";
        Path copy = directory.path().resolve(WATCH).resolve(resource);
        Files.createDirectories(copy.getParent());
        Path half = copy.resolveSibling(copy.getFileName() + ".new");
        try (InputStream in = type.getClassLoader().getResourceAsStream(resource)) {
            Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(half, copy, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The program it is run by. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Out of the process group of the build, which may be ended as a whole, where there is a program for that. */
    private static List<String> ownSession() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(place -> !place.isEmpty()).map(place -> Path.of(place, "setsid")).filter(Files::isExecutable)
                .map(Path::toString).limit(1).toList();
    }
}
