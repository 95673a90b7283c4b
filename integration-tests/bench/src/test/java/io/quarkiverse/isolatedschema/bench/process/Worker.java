package io.quarkiverse.isolatedschema.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.isolatedschema.bench.link.WorkerLink;

/** A measured process, seen from the benchmark. */
public final class Worker implements AutoCloseable {

    private static final int START_SECONDS = 180;

    private static final int STOP_SECONDS = 60;

    private static final int POLL_MILLIS = 200;

    private final Jvm jvm;

    private final Process process;

    private final Socket socket;

    private final BufferedReader answers;

    private final PrintWriter orders;

    private final String greeting;

    private Worker(Jvm jvm, Process process, Socket socket) throws IOException {
        this.jvm = jvm;
        this.process = process;
        this.socket = socket;
        this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
        this.greeting = readLine();
    }

    /**
     * Starts a process and waits until it is ready.
     *
     * @param jvm what to start; its main class serves a {@link WorkerLink}
     * @return the process
     * @throws IOException when it does not get ready; the log tells why
     */
    public static Worker start(Jvm jvm) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(POLL_MILLIS);
            Process process = jvm.with(WorkerLink.PORT, String.valueOf(server.getLocalPort())).start();
            try {
                return new Worker(jvm, process, accept(server, jvm, process));
            } catch (IOException | RuntimeException failed) {
                // Not by force: it may have started a server, which it stops
                process.destroy();
                throw failed;
            }
        }
    }

    private static Socket accept(ServerSocket server, Jvm jvm, Process process) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end) {
            try {
                return server.accept();
            } catch (SocketTimeoutException notYet) {
                if (!process.isAlive()) {
                    throw new IOException("Process '" + jvm + "' ended before it was ready; see " + jvm.log());
                }
            }
        }
        throw new IOException("Process '" + jvm + "' was not ready after " + START_SECONDS + " s; see " + jvm.log());
    }

    /** @return what it said when it was ready */
    public String greeting() {
        return greeting;
    }

    /**
     * Gives an order, and does not wait for the answer.
     *
     * @param words what to do
     */
    public void order(Object... words) {
        orders.println(String.join(" ", List.of(words).stream().map(String::valueOf).toList()));
    }

    /**
     * Waits until the order given last is done.
     *
     * @return what was measured: a list of values for each metric
     * @throws IOException when it failed
     */
    public Map<String, List<Double>> await() throws IOException {
        Map<String, List<Double>> samples = new TreeMap<>();
        for (String line = readLine(); !line.equals("done"); line = readLine()) {
            if (line.startsWith("failed ")) {
                throw new IOException("Process '" + jvm + "': " + line + "; see " + jvm.log());
            }
            int blank = line.indexOf(' ');
            samples.computeIfAbsent(line.substring(0, blank), metric -> new ArrayList<>())
                    .add(Double.valueOf(line.substring(blank + 1)));
        }
        return samples;
    }

    private String readLine() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("Process '" + jvm + "' is gone; see " + jvm.log());
        }
        return line;
    }

    /** Lets the process end by itself, or tells it to when it does not. */
    @Override
    public void close() throws IOException {
        socket.close();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }
}
