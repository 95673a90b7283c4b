package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * Copies a directory by the system's own {@code cp}, which shares blocks where the file system can, and where it cannot takes
 * half the time of a JVM that has just started; where there is none that can, by {@link TreeCopy}.
 */
final class SystemCopy {

    private static final Logger log = Logger.getLogger(SystemCopy.class);

    private static final int LIMIT_SECONDS = 30;

    private SystemCopy() {
    }

    /**
     * Copies a directory of files and directories that are closed to others.
     *
     * @param manifest what it holds
     * @param from the directory, with nothing in it that the manifest does not name
     * @param to where to; it does not exist
     * @throws DamagedException if the directory is not as the manifest says
     * @throws IOException if the copy cannot be written
     */
    static void copy(Manifest manifest, Path from, Path to) throws IOException {
        copy(manifest, from, to, command(System.getProperty("os.name")));
    }

    /** The same by another program. */
    static void copy(Manifest manifest, Path from, Path to, List<String> command) throws IOException {
        Optional<Process> cp = start(from, to, command);
        if (cp.isPresent()) {
            try {
                // meanwhile
                TreeCopy.verify(manifest, from);
            } finally {
                if (!succeeds(cp.get())) {
                    FileTree.delete(to);
                }
            }
        }
        if (!Files.exists(to)) {
            TreeCopy.copy(manifest, from, to);
        }
    }

    /** The program with its options, which fails where it does not know them; none where there is no such. */
    static List<String> command(String osName) {
        if (osName.startsWith("Linux")) {
            return List.of("cp", "--reflink=auto", "-R");
        }
        return osName.startsWith("Mac") ? List.of("cp", "-c", "-R") : List.of();
    }

    private static Optional<Process> start(Path from, Path to, List<String> command) {
        if (command.isEmpty()) {
            return Optional.empty();
        }
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(from.toString(), to.toString()));
        try {
            return Optional.of(new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start());
        } catch (IOException e) {
            log.debugf(e, "'%s' cannot be run", command);
            return Optional.empty();
        }
    }

    /** When it has ended, so that nobody writes any more. */
    private static boolean succeeds(Process cp) {
        try {
            if (cp.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return cp.exitValue() == 0;
            }
            cp.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            cp.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
