package io.quarkiverse.isolatedschema.runtime.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Assumptions;

/** The servers of several versions that the tests of one JVM share. Each starts when it is first asked for. */
public final class PostgresServers implements AutoCloseable {

    public static final int NEWEST = 18;

    private static final Path OLDER = Path.of("target/older-postgres").toAbsolutePath();

    private static final String BINARIES = "postgres-linux-x86_64.txz";

    private final Map<Integer, PostgresServer> started = new ConcurrentHashMap<>();

    /** The server that all tests use to which the version does not matter. */
    public PostgresServer newest() {
        return started.computeIfAbsent(NEWEST, version -> new PostgresServer());
    }

    /** The server of a major version. The test is left out where the build has no binaries of it. */
    public PostgresServer of(int version) {
        if (version == NEWEST) {
            return newest();
        }
        Path binaries = OLDER.resolve(version + ".jar");
        Assumptions.assumeTrue(Files.exists(binaries), () -> "No binaries of Postgres " + version + " for this platform");
        return started.computeIfAbsent(version, key -> new PostgresServer((system, architecture) -> open(binaries)));
    }

    private static InputStream open(Path jar) throws IOException {
        return URI.create("jar:" + jar.toUri() + "!/" + BINARIES).toURL().openStream();
    }

    @Override
    public void close() throws IOException {
        for (PostgresServer server : started.values()) {
            server.close();
        }
    }
}
