package io.quarkiverse.isolatedschema.deployment.devservices;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the tests of a running embedded server share. */
final class EmbeddedPostgresFixture {

    private EmbeddedPostgresFixture() {
    }

    /** The settings that an application without any configuration gets, but for the place of the data. */
    static EmbeddedPostgresSettings defaults(Path dataDir) {
        return new EmbeddedPostgresSettings("quarkus", Optional.empty(), "quarkus", 0, List.of(), List.of(), Map.of(),
                Optional.of(dataDir.toString()), Duration.ofSeconds(60));
    }

    /** The default settings with another port. */
    static EmbeddedPostgresSettings onPort(int port, Path dataDir) {
        return new EmbeddedPostgresSettings("quarkus", Optional.empty(), "quarkus", port, List.of(), List.of(), Map.of(),
                Optional.of(dataDir.toString()), Duration.ofSeconds(60));
    }

    /** The default settings with init scripts. */
    static EmbeddedPostgresSettings withScripts(List<String> privileged, List<String> scripts, Path dataDir) {
        return new EmbeddedPostgresSettings("quarkus", Optional.empty(), "quarkus", 0, privileged, scripts, new TreeMap<>(),
                Optional.of(dataDir.toString()), Duration.ofSeconds(60));
    }

    /** As the application's user. */
    static Connection connect(EmbeddedPostgresService service) throws SQLException {
        return connect(service, "quarkus", service.getPassword());
    }

    static Connection connect(EmbeddedPostgresService service, String user, String password) throws SQLException {
        return DriverManager.getConnection(service.getJdbcUrl(), user, password);
    }
}
