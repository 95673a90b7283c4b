package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * How other JVMs get into a shared server: a file in its directory that only its user may read. It is there from the moment at
 * which the server is ready, to the moment at which it is to end; nobody joins a server without it.
 *
 * @param port the port it listens on
 * @param password the password of the application's user
 * @param superuserPassword the password of the server's own superuser
 * @param version the server's version
 */
record SharedAccess(int port, String password, String superuserPassword, String version) {

    private static final String FILE = "access.properties";

    /** The access to a server that this JVM has started. */
    static SharedAccess to(StartedServer started) {
        EmbeddedServer server = started.server();
        return new SharedAccess(server.port(), server.password(), server.superuserPassword(), started.version());
    }

    /**
     * Lets others in.
     *
     * @param directory the server's directory
     * @throws IOException if that cannot be written
     */
    void publish(DataDirectory directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("port", String.valueOf(port));
        properties.setProperty("password", password);
        properties.setProperty("superuser-password", superuserPassword);
        properties.setProperty("version", version);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Path half = directory.path().resolve(FILE + ".new");
        PrivateFile.write(half, text.toString());
        Files.move(half, directory.path().resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Lets nobody in any more.
     *
     * @param directory the server's directory
     * @throws IOException if the file cannot be deleted
     */
    static void withdraw(DataDirectory directory) throws IOException {
        Files.deleteIfExists(directory.path().resolve(FILE));
    }

    /**
     * Reads it.
     *
     * @param directory the server's directory
     * @return empty if the server is not ready, or is to end
     */
    static Optional<SharedAccess> read(DataDirectory directory) {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(directory.path().resolve(FILE))) {
            properties.load(text);
            return Optional.of(new SharedAccess(Integer.parseInt(properties.getProperty("port")),
                    properties.getProperty("password"), properties.getProperty("superuser-password"),
                    properties.getProperty("version")));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "Postgres " + version + " on port " + port;
    }
}
