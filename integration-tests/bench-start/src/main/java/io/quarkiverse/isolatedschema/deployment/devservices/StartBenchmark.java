package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures how long embedded Postgres takes until it can be connected to, and to stop, each in a JVM of its own, by turns with
 * zonky's own start. It is in this package since the Dev Service is nobody's to start but Quarkus's.
 */
public final class StartBenchmark {

    private static final int ROUNDS = 7;

    private static final Path TARGET = Path.of("target", "bench").toAbsolutePath();

    private final Map<String, List<Double>> millis = new TreeMap<>();

    private StartBenchmark() {
    }

    /** @param arguments none; the system property {@code bench.rounds} says how often each start is measured */
    public static void main(String[] arguments) throws Exception {
        String rounds = System.getProperty("bench.rounds", "");
        StartBenchmark benchmark = new StartBenchmark();
        FileTree.delete(TARGET);
        Files.createDirectories(TARGET);
        Path ours = Files.createDirectory(TARGET.resolve("ours"));
        Path zonkys = Files.createDirectory(TARGET.resolve("zonkys"));
        for (int round = 0; round <= (rounds.isBlank() ? ROUNDS : Integer.parseInt(rounds)); round++) {
            boolean counts = round > 0;
            benchmark.measure("1 embedded, empty cache", "ours", Files.createTempDirectory(TARGET, "ours"), counts);
            benchmark.measure("2 embedded, warm cache", "ours", ours, counts);
            benchmark.measure("3 zonky, nothing unpacked", "zonky", Files.createTempDirectory(TARGET, "zonkys"), counts);
            benchmark.measure("4 zonky, unpacked", "zonky", zonkys, counts);
        }
        System.out.print(benchmark.table());
    }

    private void measure(String name, String worker, Path directory, boolean counts) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dot.epg.working-dir=" + directory, "-Djava.io.tmpdir=" + TARGET, "-cp", System.getProperty("java.class.path"),
                StartWorker.class.getName(), worker).redirectError(Redirect.appendTo(TARGET.resolve("log").toFile())).start();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(StartWorker.MILLIS) && counts) {
                    String[] words = line.substring(StartWorker.MILLIS.length()).split(" ");
                    millis.computeIfAbsent(name + ": " + words[0], first -> new ArrayList<>()).add(Double.valueOf(words[1]));
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException("'" + name + "' failed, see " + TARGET.resolve("log"));
        }
        if (!List.of("ours", "zonkys").contains(directory.getFileName().toString())) {
            FileTree.delete(directory);
        }
    }

    private String table() {
        StringBuilder table = new StringBuilder(String.format("%-42s %8s %8s %8s  (ms)%n", "", "median", "min", "max"));
        millis.forEach((name, values) -> {
            Collections.sort(values);
            table.append(String.format("%-42s %8.0f %8.0f %8.0f%n", name, values.get(values.size() / 2), values.get(0),
                    values.get(values.size() - 1)));
        });
        return table.toString();
    }
}
