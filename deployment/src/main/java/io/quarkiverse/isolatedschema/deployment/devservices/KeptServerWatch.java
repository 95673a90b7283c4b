package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A process of its own that ends an embedded server that stayed up after its JVM, and deletes the server's directory: when the
 * time has come that the file {@code kept-until} names, or when that file or the server is gone.
 * <p>
 * It is run from a copy of this one class in the server's directory, since nothing else needs to be there any more, neither
 * the build's output nor the libraries. So it uses the JDK alone, and has no class inside.
 */
final class KeptServerWatch {

    /**
     * One line: until when the server stays up, an instant in ISO format. Whoever cleans up leaves the server alone until then.
     */
    static final String KEPT_UNTIL = "kept-until";

    /** What says when a process started, where nobody can tell. */
    static final long UNKNOWN_START = -1;

    private static final long LOOK_MILLIS = 500;

    private static final long STOP_MILLIS = 5_000;

    private static final long POLL_MILLIS = 20;

    private static final int DELETE_ATTEMPTS = 100;

    private KeptServerWatch() {
    }

    /**
     * @param arguments the name of the server's directory, within the working directory; the process id of the server; when
     *        that process started, in milliseconds since the epoch
     * @throws InterruptedException never
     * @throws IOException when the directory can't be deleted
     */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        ignore("HUP");
        ignore("INT");
        Path directory = Path.of(arguments[0]);
        Optional<ProcessHandle> server = server(arguments);
        Instant until = Instant.MAX;
        while (isRunning(server, directory) && Files.exists(directory.resolve(KEPT_UNTIL)) && Instant.now().isBefore(until)) {
            until = read(directory.resolve(KEPT_UNTIL), until);
            Thread.sleep(LOOK_MILLIS);
        }
        stop(server, directory);
        delete(directory);
    }

    /** Process ids come again. */
    static Optional<ProcessHandle> server(String[] arguments) {
        long started = Long.parseLong(arguments[2]);
        return ProcessHandle.of(Long.parseLong(arguments[1]))
                .filter(process -> started == UNKNOWN_START || started == started(process));
    }

    /** Whoever presses Ctrl+C in the terminal, or closes it, does not mean this process. */
    static void ignore(String signal) {
        try {
            Signal.handle(new Signal(signal), SignalHandler.SIG_IGN);
        } catch (IllegalArgumentException unknown) {
            // The platform does not have it.
        }
    }

    static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(UNKNOWN_START);
    }

    /** A server that has stopped may stay in the process table, but not in its pid file. */
    static boolean isRunning(Optional<ProcessHandle> server, Path directory) {
        return server.isPresent() && server.get().isAlive()
                && Files.exists(directory.resolve("data").resolve("postmaster.pid"));
    }

    /** Users may write another time into the file; what can't be read is no time. */
    private static Instant read(Path file, Instant before) {
        try {
            return Instant.parse(Files.readString(file, StandardCharsets.UTF_8).trim());
        } catch (IOException | DateTimeException unreadable) {
            return before;
        }
    }

    static void stop(Optional<ProcessHandle> server, Path directory) throws InterruptedException {
        if (isRunning(server, directory)) {
            server.get().destroy();
            for (long waited = 0; isRunning(server, directory) && waited < STOP_MILLIS; waited += POLL_MILLIS) {
                Thread.sleep(POLL_MILLIS);
            }
        }
        if (isRunning(server, directory)) {
            server.get().destroyForcibly();
        }
    }

    /** The server's processes may still write into it. */
    static void delete(Path directory) throws InterruptedException, IOException {
        for (int attempt = 1; Files.exists(directory); attempt++) {
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException | UncheckedIOException busy) {
                if (attempt == DELETE_ATTEMPTS) {
                    throw new IOException(busy);
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }
}
