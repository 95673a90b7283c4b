package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * Copies a directory by sharing its blocks where the file system can, else by {@link TreeCopy}. Java has no call for that on
 * every version, so it is done by the system's own {@code cp}.
 */
final class ClonedBlocks {

    private static final Logger log = Logger.getLogger(ClonedBlocks.class);

    /** Their files share blocks until one is written to. */
    private static final Set<String> FILE_SYSTEMS = Set.of("btrfs", "xfs", "apfs", "bcachefs", "ocfs2");

    private static final int LIMIT_SECONDS = 10;

    private ClonedBlocks() {
    }

    /**
     * Copies a directory of files and directories.
     *
     * @param manifest what it holds
     * @param from the directory
     * @param to where to; it may exist, empty
     * @throws DamagedException if the directory is not as the manifest says
     * @throws IOException if the copy cannot be written
     */
    static void copy(Manifest manifest, Path from, Path to) throws IOException {
        if (!isPossible(from, to) || !clone(from, to, command(System.getProperty("os.name")))) {
            TreeCopy.copy(manifest, from, to);
        } else {
            TreeCopy.verify(manifest, to);
        }
    }

    private static boolean isPossible(Path from, Path to) throws IOException {
        FileStore store = Files.getFileStore(from);
        return FILE_SYSTEMS.contains(store.type().toLowerCase(Locale.ROOT))
                && store.equals(Files.getFileStore(to.toAbsolutePath().getParent()));
    }

    /** The program, which fails where it cannot share blocks. */
    static List<String> command(String osName) {
        return osName.startsWith("Mac") ? List.of("cp", "-c", "-R", "-p") : List.of("cp", "--reflink=always", "-R", "-p");
    }

    /**
     * @param from the directory
     * @param to where to
     * @param command the program with its options
     * @return whether it is done; if not, nothing is left of it
     * @throws IOException if something is left
     */
    static boolean clone(Path from, Path to, List<String> command) throws IOException {
        Files.deleteIfExists(to);
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(from.toString(), to.toString()));
        try {
            Process cp = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
            if (cp.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && cp.exitValue() == 0) {
                return true;
            }
            cp.destroyForcibly().waitFor();
            log.debugf("'%s' fails for '%s'", command, to);
        } catch (IOException e) {
            log.debugf(e, "'%s' cannot be run", command);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        FileTree.delete(to);
        return false;
    }
}
