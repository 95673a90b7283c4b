package io.quarkiverse.isolatedschema.deployment.devservices;

import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresFixture.connect;
import static io.quarkiverse.isolatedschema.deployment.devservices.Rows.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerAsConfiguredTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @Test
    void namesPortAndUrlPropertiesAreHonouredHoweverTheyAreSpelt() throws Exception {
        int port = freePort();
        EmbeddedPostgresService service = new EmbeddedPostgresService(new EmbeddedPostgresSettings("O'Brien \"x\"",
                Optional.of("it's\\se:cret"), "my Db", port, List.of(), List.of(),
                new TreeMap<>(Map.of("ApplicationName", "shop", "loggerLevel", "OFF")),
                Optional.of(place.resolve("made if need be").toString()), Duration.ofSeconds(60)));
        service.start();
        try (Connection connection = connect(service, "O'Brien \"x\"", "it's\\se:cret")) {
            assertThat(service.getJdbcUrl())
                    .isEqualTo("jdbc:postgresql://localhost:" + port + "/my%20Db?ApplicationName=shop&loggerLevel=OFF");
            assertThat(query(connection, "select current_database()")).isEqualTo("my Db");
            assertThat(query(connection, "select current_user")).isEqualTo("O'Brien \"x\"");
            assertThat(query(connection, "show application_name")).isEqualTo("shop");
            assertThat(service.dataDirectory().orElseThrow()).hasParent(place.resolve("made if need be"));
        } finally {
            service.close();
        }
    }

    @Test
    void theServersOwnSuperuserAndDatabaseMayBeUsed() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(new EmbeddedPostgresSettings("postgres",
                Optional.of("secret"),
                "postgres", 0, List.of(), List.of(), Map.of(), Optional.of(place.toString()), Duration.ofSeconds(60)));
        service.start();
        try (Connection connection = connect(service, "postgres", "secret")) {
            assertThat(query(connection, "select current_database()")).isEqualTo("postgres");
        } finally {
            service.close();
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
