package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The processes that work in one data directory: a server, or initdb or pg_ctl on the way to one. They are told by their
 * program and by the data directory among their arguments, never by a process id that was written down, since that may be
 * somebody else's by now.
 */
final class ServerProcesses {

    private static final Set<String> PROGRAMS = Set.of("postgres", "initdb", "pg_ctl");

    /** Sessions in the middle of something long need a moment to notice that they are to end. */
    private static final Duration OBEDIENCE = Duration.ofSeconds(2);

    private static final Duration DEATH = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path data;

    /** @param data the data directory, absolute */
    ServerProcesses(Path data) {
        this.data = data;
    }

    /** Whether this platform tells the arguments of processes. Windows does not; others do, unless they are very long. */
    static boolean canBeTold() {
        return File.separatorChar == '/';
    }

    /** Ends them: first as a fast shutdown does, by asking the server and each of its sessions, then by force. */
    void end() {
        ask();
        if (!isEmptyWithin(OBEDIENCE)) {
            kill();
        }
    }

    /** Ends them by force. */
    void kill() {
        find().flatMap(ServerProcesses::withDescendants).toList().forEach(ProcessHandle::destroyForcibly);
        isEmptyWithin(DEATH);
    }

    /** In that order: the server lets nobody in any more, then ends when its last session has. */
    private void ask() {
        find().flatMap(ServerProcesses::withDescendants).toList().forEach(ProcessHandle::destroy);
    }

    private static Stream<ProcessHandle> withDescendants(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    /** A process that came to be in the meantime is asked, too. */
    private boolean isEmptyWithin(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (find().findAny().isPresent()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }

    /** A process that has ended and that nobody reaps has no program and no arguments any more. */
    Stream<ProcessHandle> find() {
        return ProcessHandle.allProcesses().filter(process -> isOne(process.info()));
    }

    private boolean isOne(ProcessHandle.Info process) {
        return program(process).filter(PROGRAMS::contains).isPresent()
                && process.arguments().stream().flatMap(Stream::of).anyMatch(this::isData);
    }

    private boolean isData(String argument) {
        try {
            Path path = Path.of(argument);
            return path.equals(data) || path.endsWith(data.getFileName()) && Files.isSameFile(path, data);
        } catch (IOException | InvalidPathException another) {
            return false;
        }
    }

    /** Linux says so of a program whose file is gone, as after a clean build. */
    private static Optional<String> program(ProcessHandle.Info process) {
        return process.command().map(command -> new File(command.replaceFirst(" \\(deleted\\)$", "")).getName());
    }
}
