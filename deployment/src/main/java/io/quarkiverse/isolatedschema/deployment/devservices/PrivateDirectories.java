package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes the directories that lead to data and programs of ours so that nobody else gets in.
 */
final class PrivateDirectories {

    private static final String ONLY_US = "rwx------";

    private static final String FILE_ONLY_US = "rw-------";

    /** Who has to get through to a directory of his own may, but sees nothing on the way. */
    private static final String THROUGH = "rwx--x--x";

    /**
     * What a shell does not take as it is between double quotes. The programs of Postgres start each other by a shell that
     * way, so a path with one of them would not be read as it is written.
     */
    private static final String NOT_FOR_SHELLS = "\"$`\\\n";

    private PrivateDirectories() {
    }

    /**
     * Makes a directory and those that lead to it. What exists stays as it is.
     *
     * @param directory the directory
     * @param through whether another user has to get through
     * @throws IOException if one of them cannot be made
     */
    static void create(Path directory, boolean through) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            create(parent, through);
        }
        try {
            createOne(directory, through);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /** Private from its first instant; what a mask takes away is given back. */
    private static void createOne(Path directory, boolean through) throws IOException {
        if (!isPosix(directory)) {
            Files.createDirectory(directory);
            return;
        }
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_US)));
        if (through) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(THROUGH));
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * What makes a file private from its first instant.
     *
     * @param place any path of the same file system
     * @return attributes to make it with; none where the platform has no such
     */
    static FileAttribute<?>[] fileAttributes(Path place) {
        return isPosix(place)
                ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FILE_ONLY_US)) }
                : new FileAttribute<?>[0];
    }

    /**
     * Whether this process could have made the directory: in a place that everybody writes to, somebody else may have made
     * one with its name.
     *
     * @param directory a directory that exists
     * @throws IOException if that cannot be found out
     */
    static boolean isOurs(Path directory) throws IOException {
        Path own = Files.createTempFile("isolated-schema-", null);
        try {
            return Files.getOwner(directory).equals(Files.getOwner(own));
        } finally {
            Files.delete(own);
        }
    }

    /**
     * @param path any path
     * @return whether the programs of Postgres can be told it
     */
    static boolean isFitForPrograms(Path path) {
        String separators = path.getFileSystem().getSeparator();
        return path.toAbsolutePath().toString().chars()
                .noneMatch(letter -> NOT_FOR_SHELLS.indexOf(letter) >= 0 && separators.indexOf(letter) < 0);
    }
}
