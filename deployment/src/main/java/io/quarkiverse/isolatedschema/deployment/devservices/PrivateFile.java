package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that nobody but their user may read, from their first instant. */
final class PrivateFile {

    private static final String ONLY_US = "rw-------";

    private PrivateFile() {
    }

    /**
     * Makes one.
     *
     * @param file the file, which is not there yet
     * @param text what it holds
     * @throws IOException if it cannot be written
     */
    static void write(Path file, String text) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_US)) }
                : new FileAttribute<?>[0];
        Files.createFile(file, attributes);
        Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
    }
}
