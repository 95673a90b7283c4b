package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories with all they hold. Symbolic links are never followed. */
final class FileTree {

    private FileTree() {
    }

    /**
     * Deletes a directory.
     *
     * @param root the directory; one that does not exist is fine
     * @throws IOException if something in it cannot be deleted
     */
    static void delete(Path root) throws IOException {
        deleteAllBut(root, root);
        Files.deleteIfExists(root);
    }

    /**
     * Deletes everything in a directory but one file.
     *
     * @param root the directory, which stays; one that does not exist is fine
     * @param spared a file right in it, which stays
     * @throws IOException if something cannot be deleted
     */
    static void deleteAllBut(Path root, Path spared) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(root) && !path.equals(spared)) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
