package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

import org.jboss.logging.Logger;

/**
 * The content of something packed by xz, from the system's own program, which takes a third of the time that a JVM takes that
 * has just started, and another core.
 */
final class XzProgram extends FilterInputStream {

    private static final Logger log = Logger.getLogger(XzProgram.class);

    private final Process process;

    private XzProgram(Process process) {
        super(process.getInputStream());
        this.process = process;
    }

    /**
     * Begins to unpack.
     *
     * @param packed what is packed; it is closed
     * @param command the program with its options
     * @return the content, which is complete only if it could be closed without an error
     * @throws IOException if there is no such program; nothing is read then
     */
    static XzProgram unpack(InputStream packed, List<String> command) throws IOException {
        Process process = start(packed, command);
        Thread feeder = new Thread(() -> feed(packed, process), "isolated-schema-pg-xz");
        feeder.setDaemon(true);
        feeder.start();
        return new XzProgram(process);
    }

    private static Process start(InputStream packed, List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        } catch (IOException e) {
            packed.close();
            throw e;
        }
    }

    private static void feed(InputStream packed, Process process) {
        try (packed; OutputStream input = process.getOutputStream()) {
            packed.transferTo(input);
        } catch (IOException e) {
            log.debug("The program xz has ended before", e);
        }
    }

    /** @throws IOException if the program has failed */
    @Override
    public void close() throws IOException {
        // to its end: what is left is not to stop it by an error
        transferTo(OutputStream.nullOutputStream());
        super.close();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("The program xz failed");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while xz ran", e);
        }
    }
}
