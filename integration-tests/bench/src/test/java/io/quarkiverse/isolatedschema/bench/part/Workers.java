package io.quarkiverse.isolatedschema.bench.part;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.bench.process.Jvm;
import io.quarkiverse.isolatedschema.bench.process.Server;
import io.quarkiverse.isolatedschema.bench.process.Worker;
import io.quarkiverse.isolatedschema.bench.schema.Size;

/** The measured processes of one size of schema, each started when it is first asked for. */
final class Workers implements AutoCloseable {

    private static final String PACKAGE = "io.quarkiverse.isolatedschema.bench.";

    private static final Path MEMORY = Path.of("/dev/shm");

    private final Server server;

    private final Size size;

    private final Path migrations;

    private final Map<String, Worker> running = new LinkedHashMap<>();

    private final Map<String, Path> temporary = new LinkedHashMap<>();

    Workers(Server server, Size size, Path migrations) {
        this.server = server;
        this.size = size;
        this.migrations = migrations;
    }

    /**
     * @param scenario what it measures
     * @param number which of the processes that do so at once, from 1
     */
    Worker of(Scenario scenario, int number) throws IOException, SQLException {
        String name = team(scenario) + "-" + number;
        Worker worker = running.get(name);
        if (worker == null) {
            worker = Worker.start(jvm(scenario, name).startingFast());
            running.put(name, worker);
        }
        return worker;
    }

    /** The process that measures it, which others share that want the same. */
    Worker of(MethodScenario scenario) throws IOException, SQLException {
        String name = team(scenario) + "-1";
        Worker worker = running.get(name);
        if (worker == null) {
            Jvm jvm = scenario.ahead() == MethodScenario.BY_HAND ? byHand(name)
                    : application(server, migrations, name, "MethodWorker")
                            .with("quarkus.isolated-schema.warm-pool.depth", String.valueOf(scenario.ahead()));
            worker = Worker.start(jvm.startingFast());
            running.put(name, worker);
        }
        return worker;
    }

    /** All ways by hand share their processes. */
    private String team(Scenario scenario) {
        return (scenario.kind() == Scenario.Kind.BY_HAND ? "by-hand" : scenario.name()) + "-" + size.label();
    }

    private String team(MethodScenario scenario) {
        return (scenario.ahead() == MethodScenario.BY_HAND ? "by-hand" : "methods-ahead-" + scenario.ahead()) + "-"
                + size.label();
    }

    private Jvm jvm(Scenario scenario, String name) throws IOException, SQLException {
        return switch (scenario.kind()) {
            case EXTENSION -> application(server, migrations, name, "LeaseWorker").with(scenario.configuration());
            case BY_HAND -> byHand(name);
            case SPRING -> spring(scenario, name);
        };
    }

    private Jvm byHand(String name) {
        return new Jvm(name, PACKAGE + "byhand.ByHandWorker",
                server.url("postgres") + "?user=" + server.user() + "&password=" + server.password(),
                name.replace('-', '_'), size.name(), migrations.toString());
    }

    /**
     * The application with the extension, in which a test loops over leases or methods. It is the only class of JUnit's plan,
     * of
     * which the extension must not know then, or it would prepare nothing ahead.
     *
     * @param test the simple name of its class
     */
    static Jvm application(Server server, Path migrations, String name, String test) throws SQLException {
        return new Jvm(name, PACKAGE + "worker.TestRun", PACKAGE + "worker." + test)
                .with(server.configuration(server.database("app_" + name.replace('-', '_'))))
                .with("junit.platform.execution.listeners.deactivate", "*.TestPlanClasses")
                .with("quarkus.flyway.locations", "filesystem:" + migrations);
    }

    private Jvm spring(Scenario scenario, String name) throws IOException {
        Path spring = Path.of(System.getProperty("bench.spring", "../bench-spring/target"));
        if (!Files.exists(spring.resolve("classpath"))) {
            throw new IOException("The Spring peer is not built: '" + spring.resolve("classpath") + "' does not exist."
                    + " Build it by the profile 'bench'.");
        }
        boolean inMemory = Boolean.parseBoolean(scenario.configuration().get(Scenario.IN_MEMORY));
        Path place = inMemory && Files.isWritable(MEMORY) ? MEMORY : Path.of("target").toAbsolutePath();
        Path directory = Files.createTempDirectory(place, "bench-spring-");
        temporary.put(name, directory);
        return new Jvm(name, PACKAGE + "spring.SpringWorker", migrations.toString())
                .on(spring.resolve("classes") + File.pathSeparator
                        + Files.readString(spring.resolve("classpath")).trim())
                .with("java.util.logging.manager", "java.util.logging.LogManager")
                .with("java.io.tmpdir", directory.toString());
    }

    /** Ends the processes of a scenario, which has failed. */
    void giveUp(Scenario scenario) {
        giveUp(team(scenario));
    }

    /** The same. */
    void giveUp(MethodScenario scenario) {
        giveUp(team(scenario));
    }

    private void giveUp(String team) {
        running.entrySet().removeIf(worker -> {
            boolean its = worker.getKey().startsWith(team + "-");
            if (its) {
                close(worker.getKey(), worker.getValue());
            }
            return its;
        });
    }

    private void close(String name, Worker worker) {
        try {
            worker.close();
            if (temporary.containsKey(name)) {
                delete(temporary.remove(name));
            }
        } catch (IOException failed) {
            System.err.println("Process '" + name + "' leaves something behind: " + failed);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() {
        running.forEach(this::close);
        running.clear();
    }
}
