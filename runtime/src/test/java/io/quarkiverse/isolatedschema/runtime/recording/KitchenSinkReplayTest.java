package io.quarkiverse.isolatedschema.runtime.recording;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.testing.KitchenSink;
import io.quarkiverse.isolatedschema.runtime.testing.KitchenSinkUse;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServers;

/** A replay holds every kind of object exactly, and each of them works. */
@ParameterizedClass(name = "Postgres {0}")
@ValueSource(ints = { 18, 16, 14 })
@ExtendWith(PostgresServerExtension.class)
class KitchenSinkReplayTest {

    private final PostgresServer server;

    private RecordedBoot boot;

    KitchenSinkReplayTest(int version, PostgresServers servers) {
        server = servers.of(version);
    }

    @BeforeEach
    void fill() throws SQLException {
        boot = new RecordedBoot(server, PostgresServer.SUPERUSER);
        KitchenSink.outside(server, boot.maintenance.getCatalog());
        try (Connection connection = boot.connect()) {
            KitchenSink.fill(connection);
        }
    }

    @AfterEach
    void close() throws SQLException {
        boot.close();
    }

    @Test
    void isExactAndWorks() throws SQLException, IOException {
        assertThat(boot.differencesAfter(boot.finish())).isEmpty();

        execute(boot.maintenance, "set search_path = " + boot.lease);
        KitchenSinkUse.of(boot.maintenance);
    }
}
