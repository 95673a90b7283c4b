package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A place with the shared servers in it, and the JVMs that use them. */
final class SharedPlaces implements AutoCloseable {

    private final Path place;

    private final Path lock;

    private final List<SharedServerJvm> launched = new ArrayList<>();

    /**
     * @param place the place of the data, empty
     * @param cache where the lock file lies
     */
    SharedPlaces(Path place, Path cache) {
        this.place = place;
        this.lock = cache.resolve("servers.lock");
    }

    Path lock() {
        return lock;
    }

    SharedServerJvm launch() throws IOException {
        return launch("quarkus", Duration.ZERO);
    }

    SharedServerJvm launch(String database, Duration linger) throws IOException {
        SharedServerJvm jvm = SharedServerJvm.launch(place, lock, database, linger);
        launched.add(jvm);
        return jvm;
    }

    SharedServerJvm start() throws IOException {
        return launch().awaitStart();
    }

    /** The directories of servers. */
    List<Path> servers() {
        try (Stream<Path> entries = Files.list(place)) {
            return entries.toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What works in the place, but for the JVMs that were launched. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(place.toString()))
                .filter(process -> launched.stream().noneMatch(jvm -> jvm.pid() == process.pid())).toList();
    }

    void assertNothingLeft() {
        assertThat(servers()).as("directories of servers").isEmpty();
        assertThat(processes()).as("processes of servers").isEmpty();
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Override
    public void close() throws Exception {
        for (SharedServerJvm jvm : launched) {
            jvm.kill();
        }
        for (Path directory : servers()) {
            new ServerProcesses(directory.resolve("data")).end();
            FileTree.delete(directory);
        }
    }
}
