package org.acme.forks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where one test class has run, written down for when all JVMs have ended.
 *
 * @param jvm the process id of the one it ran in
 * @param data where its server has its data
 * @param server the process id of its server
 * @param schema the schema it worked in
 */
record Sighting(String jvm, String data, String server, String schema) {

    private static Path place(int forks) {
        return Path.of("target", "sightings-" + forks);
    }

    /**
     * @param forks how many JVMs there are
     * @param testClass the class
     */
    void write(int forks, Class<?> testClass) throws IOException {
        Files.createDirectories(place(forks));
        Files.writeString(place(forks).resolve(testClass.getSimpleName()), String.join("\n", jvm, data, server, schema));
    }

    static List<Sighting> of(int forks) throws IOException {
        try (Stream<Path> files = Files.list(place(forks))) {
            return files.map(Sighting::read).toList();
        }
    }

    private static Sighting read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return new Sighting(lines.get(0), lines.get(1), lines.get(2), lines.get(3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
