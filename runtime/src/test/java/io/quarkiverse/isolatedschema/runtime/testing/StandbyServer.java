package io.quarkiverse.isolatedschema.runtime.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A server in recovery, which takes readers and waits for a primary that never sends anything. */
public final class StandbyServer implements AutoCloseable {

    private final EmbeddedPostgres postgres;

    /**
     * @param directory holds its data
     * @param preparation what the superuser did before it became a standby
     */
    public StandbyServer(Path directory, String... preparation) throws IOException, SQLException {
        Path data = directory.resolve("data");
        try (EmbeddedPostgres primary = builder(data).start();
                Connection connection = primary.getPostgresDatabase().getConnection()) {
            for (String sql : preparation) {
                Databases.execute(connection, sql);
            }
        }
        Files.createFile(data.resolve("standby.signal"));
        postgres = builder(data).start();
    }

    private static EmbeddedPostgres.Builder builder(Path data) {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target/postgres-binaries").toAbsolutePath().toFile())
                .setDataDirectory(data).setCleanDataDirectory(false).setServerConfig("fsync", "off")
                .setLocaleConfig("lc-messages", "C");
    }

    public JdbcUrl url(String database) {
        return JdbcUrl.parse("jdbc:postgresql://localhost:" + postgres.getPort() + "/" + database).orElseThrow();
    }

    public ServerAccess access(String role, String database) {
        Properties properties = new Properties();
        properties.put("user", role);
        return new ServerAccess(url(database), () -> properties);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
