package io.quarkiverse.isolatedschema.bench.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a measured process talks to the benchmark that started it: over a local connection, since its output is full of
 * logs. The process greets, then answers each order, one line, by lines of a metric and a value, and by a last line
 * {@code done} or {@code failed} with the reason. It ends when the benchmark closes the connection, or is gone.
 */
public final class WorkerLink {

    /** The system property that tells the port. */
    public static final String PORT = "bench.link.port";

    private WorkerLink() {
    }

    /** Does what the benchmark orders. */
    @FunctionalInterface
    public interface Job {

        /**
         * @param order the words of the order
         * @param samples takes what was measured
         * @throws Exception ends the worker; the benchmark is told
         */
        void run(List<String> order, Samples samples) throws Exception;
    }

    /** Takes what was measured. */
    @FunctionalInterface
    public interface Samples {

        /**
         * @param metric what was measured, without blanks
         * @param value times in milliseconds
         */
        void add(String metric, double value);

        /**
         * @param metric what was measured, without blanks
         * @param from {@link System#nanoTime()} at its begin
         * @param to the same at its end
         */
        default void time(String metric, long from, long to) {
            add(metric, (to - from) / 1e6);
        }
    }

    /**
     * Answers orders until there are no more.
     *
     * @param greeting told to the benchmark first: by it the worker is ready
     * @param job does what is ordered
     * @throws Exception whatever the job throws
     */
    public static void serve(String greeting, Job job) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.getInteger(PORT));
                BufferedReader orders = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter answers = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            answers.println(greeting);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                answer(List.of(order.split(" ")), job, answers);
            }
        } catch (IOException gone) {
            System.err.println("The benchmark is gone: " + gone);
        }
    }

    private static void answer(List<String> order, Job job, PrintWriter answers) throws Exception {
        try {
            job.run(order, (metric, value) -> answers.println(metric + " " + value));
            answers.println("done");
        } catch (Exception | AssertionError failed) {
            answers.println("failed " + String.valueOf(failed).replaceAll("\\s+", " "));
            throw failed;
        }
    }
}
