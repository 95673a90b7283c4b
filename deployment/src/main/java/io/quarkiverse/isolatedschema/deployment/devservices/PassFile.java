package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where psql finds the password of a server, which nobody can know who has not configured one. It lies beside the data, in
 * the format of Postgres: one line, in which a backslash stands before colons and backslashes.
 */
final class PassFile {

    private static final String ONLY_US = "rw-------";

    private PassFile() {
    }

    /**
     * Writes the password of the application's user, for every database of the server.
     *
     * @param server the running server
     * @param username the user
     * @throws IOException if the file cannot be written
     */
    static void write(EmbeddedServer server, String username) throws IOException {
        Path file = server.directory().passFile();
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_US)) }
                : new FileAttribute<?>[0];
        Files.createFile(file, attributes);
        Files.writeString(file, "localhost:" + server.port() + ":*:" + escaped(username) + ":" + escaped(server.password())
                + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(":", "\\:");
    }
}
