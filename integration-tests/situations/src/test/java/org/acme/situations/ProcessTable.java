package org.acme.situations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Looks all the time at what everybody on this machine can see of its processes. */
final class ProcessTable implements AutoCloseable {

    private final Set<String> lines = ConcurrentHashMap.newKeySet();

    private final Thread looking = new Thread(this::look, "process-table");

    private volatile boolean closed;

    ProcessTable() {
        looking.start();
    }

    private void look() {
        while (!closed) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    lines.add(line(process));
                }
            } catch (IOException unreadable) {
                throw new IllegalStateException(unreadable);
            }
        }
    }

    private static String line(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException ended) {
            return "";
        }
    }

    /** What was seen until now. */
    Set<String> lines() {
        return lines;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        looking.join();
    }
}
