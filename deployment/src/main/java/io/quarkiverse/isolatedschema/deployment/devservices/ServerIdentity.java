package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What makes two JVMs use the same server: everything that decides what a server is and what is in it when an application
 * comes. Any difference makes another server, so that nobody meets the database, the password or the locale of others.
 * <p>
 * Left out are the parameters of the URL and the time that a start may take, which matter to the JVM alone. The content of the
 * init scripts counts, unlike for the restart of a Dev Service, since another JVM may come from another project.
 */
final class ServerIdentity {

    /** Raised when the files in a server's directory, or the rules by which it is used, change. */
    private static final String LAYOUT = "1";

    /** What initdb takes a locale and a time zone from. */
    private static final List<String> ENVIRONMENT = List.of("LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES", "LC_MONETARY",
            "LC_NUMERIC", "LC_TIME", "LANG", "TZ");

    private final String text;

    private ServerIdentity(String text) {
        this.text = text;
    }

    /**
     * The identity of the server that an application asks for.
     *
     * @param settings what the server is made of
     * @param keepServer for how long the server stays up where something is kept for a look; empty for not at all
     * @throws IOException if a script cannot be read
     */
    static ServerIdentity of(EmbeddedPostgresSettings settings, Optional<Duration> keepServer) throws IOException {
        return of(settings, keepServer, System.getenv(), binaries());
    }

    /**
     * The same.
     *
     * @param environment the environment variables
     * @param binaries what tells the binaries from others
     */
    static ServerIdentity of(EmbeddedPostgresSettings settings, Optional<Duration> keepServer, Map<String, String> environment,
            List<String> binaries) throws IOException {
        List<String> parts = new ArrayList<>(List.of(LAYOUT, System.getProperty("user.name"), binaries.toString(),
                EmbeddedServer.serverSettings(true).toString(), settings.username(), settings.password().toString(),
                settings.databaseName(), String.valueOf(settings.port()), settings.dataDir().toString(),
                keepServer.toString()));
        for (List<String> scripts : List.of(settings.privilegedInitScripts(), settings.initScripts())) {
            parts.add(String.valueOf(scripts.size()));
            for (String script : scripts) {
                parts.add(script);
                parts.add(HexFormat.of().formatHex(digest(content(script))));
            }
        }
        ENVIRONMENT.forEach(name -> parts.add(String.valueOf(environment.get(name))));
        return new ServerIdentity(HexFormat.of().formatHex(digest(parts)).substring(0, 32));
    }

    /** A script that is missing is told of when it is run. */
    private static List<String> content(String script) throws IOException {
        try (InputStream content = InitScripts.open(script)) {
            return content == null ? List.of() : List.of(new String(content.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    /** Without any, the start tells. */
    private static List<String> binaries() throws IOException {
        try {
            return List.of(PostgresArchive.find().identity());
        } catch (IllegalStateException missing) {
            return List.of();
        }
    }

    /** Each part with its length, so that none runs into the next. */
    private static byte[] digest(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Which byte of the file stands for it whose lock decides who starts the server. */
    long position() {
        return Long.parseUnsignedLong(text.substring(0, 15), 16);
    }

    /** 32 hexadecimal digits. Not for everybody to read, since a password that can be guessed can be tried on them. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerIdentity identity && text.equals(identity.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
