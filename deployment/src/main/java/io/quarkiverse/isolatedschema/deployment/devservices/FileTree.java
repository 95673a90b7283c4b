package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

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
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return delete(file);
            }

            /** Whoever else deletes may be faster. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                return delete(directory);
            }

            private FileVisitResult delete(Path path) throws IOException {
                if (!path.equals(root) && !path.equals(spared)) {
                    Files.deleteIfExists(path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
