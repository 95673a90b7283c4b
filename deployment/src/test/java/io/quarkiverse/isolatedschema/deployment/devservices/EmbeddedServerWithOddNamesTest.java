package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and passwords are just text, whichever way they are set. */
class EmbeddedServerWithOddNamesTest {

    private static final String ODD = "it's \"odd\"; \\n --\n\n x \u00dc\u6570 $1 %s {}";

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void theUserAndTheDatabaseAreThoseAskedFor(boolean isSetUpBefore) throws Exception {
        EmbeddedPostgresSettings settings = new EmbeddedPostgresSettings("u " + ODD, Optional.of("p " + ODD), "d " + ODD, 0,
                List.of(), List.of(), Map.of(), Optional.of(place.toString()), Duration.ofSeconds(60));
        EmbeddedServer server = new EmbeddedServer(settings, DataDirectory.create(Optional.of(place)), isSetUpBefore);
        server.start();
        try (Connection connection = server.connect("u " + ODD, "p " + ODD, "d " + ODD)) {
            assertThat(Rows.query(connection, "select current_user")).isEqualTo("u " + ODD);
            assertThat(Rows.query(connection, "select current_database()")).isEqualTo("d " + ODD);
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void theSuperuserMayBeTheApplicationsUser(boolean isSetUpBefore) throws Exception {
        EmbeddedPostgresSettings settings = new EmbeddedPostgresSettings("postgres", Optional.of("secret"), "postgres", 0,
                List.of(), List.of(), Map.of(), Optional.of(place.toString()), Duration.ofSeconds(60));
        EmbeddedServer server = new EmbeddedServer(settings, DataDirectory.create(Optional.of(place)), isSetUpBefore);
        server.start();
        try (Connection connection = server.connect("postgres", "secret", "postgres")) {
            assertThat(Rows.query(connection, "select current_user")).isEqualTo("postgres");
        } finally {
            server.stop();
        }
    }
}
