package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * Runs the programs of Postgres for one data directory. They write to the server's log.
 */
final class PostgresPrograms {

    private static final Logger log = Logger.getLogger(PostgresPrograms.class);

    /** What ends a statement, so that there may be lines in it. */
    private static final String END = ";\n\n";

    private final PostgresBinaries binaries;

    private final DataDirectory directory;

    /**
     * @param binaries the programs
     * @param directory the directory of the server
     */
    PostgresPrograms(PostgresBinaries binaries, DataDirectory directory) {
        this.binaries = binaries;
        this.directory = directory;
    }

    /**
     * Makes a cluster in the data directory.
     *
     * @param options those of initdb, but for where
     * @throws IOException if that fails; the log tells why
     */
    void initdb(List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", directory.data().toString()));
        arguments.addAll(options);
        await("initdb", start("initdb", arguments));
    }

    /**
     * Runs statements on a cluster that no server works on, by a server that nobody can connect to.
     *
     * @param statements each of them a transaction
     * @throws IOException if one of them fails; the log tells why
     */
    void runAlone(List<String> statements) throws IOException {
        Process postgres = command("postgres", List.of("--single", "-j", "-F", "-D", directory.data().toString(), "-c",
                "exit_on_error=on", "-c", "log_checkpoints=off", "postgres"))
                // what it prompts for
                .redirectOutput(Redirect.DISCARD).redirectError(Redirect.appendTo(directory.log().toFile())).start();
        try (OutputStream input = postgres.getOutputStream()) {
            input.write((String.join(END, statements) + END).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.debug("It has ended before, with an error", e);
        }
        await("postgres", postgres);
    }

    private static void await(String program, Process process) throws IOException {
        try {
            if (process.waitFor() != 0) {
                throw new IOException("The program " + program + " failed");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the program " + program + " ran", e);
        }
    }

    /**
     * Asks for the version.
     *
     * @return such as 18.4
     * @throws IOException if the program cannot be run
     */
    String version() throws IOException {
        Process postgres = command("postgres", List.of("--version")).start();
        try (BufferedReader output = postgres.inputReader()) {
            return String.valueOf(output.readLine()).replaceFirst(".* ", "");
        }
    }

    /**
     * Begins to start the server. It is started by pg_ctl, which takes it out of this JVM's group of processes, so that whoever
     * presses Ctrl+C means the JVM, and drops the rights of administrators on Windows.
     *
     * @param port the port to listen on
     * @param settings of the server, by name
     * @return pg_ctl, which ends when the server is ready, or with an error when that fails
     * @throws IOException if the program cannot be run
     */
    Process startServer(int port, Map<String, String> settings) throws IOException {
        StringBuilder options = new StringBuilder("-F -p ").append(port);
        settings.forEach((name, value) -> options.append(" -c ").append(name).append('=').append(value));
        return start("pg_ctl", List.of("-D", directory.data().toString(), "-o", options.toString(), "-w", "start"));
    }

    /**
     * Ends the server at once, whatever its sessions do; its data is of no use afterwards.
     *
     * @param server its process
     * @throws IOException if it cannot be told
     */
    void quit(ProcessHandle server) throws IOException {
        Process pgCtl = start("pg_ctl", List.of("kill", "QUIT", String.valueOf(server.pid())));
        try {
            if (!pgCtl.waitFor(1, TimeUnit.SECONDS) || pgCtl.exitValue() != 0) {
                throw new IOException("The program pg_ctl failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process start(String program, List<String> arguments) throws IOException {
        return command(program, arguments).redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(directory.log().toFile())).start();
    }

    private ProcessBuilder command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(UnprivilegedUser.prefix());
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
