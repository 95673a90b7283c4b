package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;

/**
 * Where psql finds the password of a server, which nobody can know who has not configured one. It lies beside the data, in
 * the format of Postgres: one line, in which a backslash stands before colons and backslashes.
 */
final class PassFile {

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
        PrivateDirectories.writeFile(server.directory().passFile(),
                "localhost:" + server.port() + ":*:" + escaped(username) + ":"
                        + escaped(server.password()) + "\n");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(":", "\\:");
    }
}
