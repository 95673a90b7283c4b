package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the programs of Postgres for one data directory. They write to the server's log.
 */
final class PostgresPrograms {

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
        Process initdb = start("initdb", arguments);
        try {
            if (initdb.waitFor() != 0) {
                throw new IOException("The program initdb failed");
            }
        } catch (InterruptedException e) {
            initdb.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while initdb ran", e);
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
        List<String> command = new ArrayList<>(UnprivilegedUser.prefix());
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(directory.log().toFile()));
        return builder.start();
    }
}
