package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who cannot share a server has one alone. */
@Timeout(120)
class ServerThatCannotBeSharedTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @TempDir
    Path cache;

    private SharedPlaces places;

    @BeforeEach
    void open() {
        places = new SharedPlaces(place, cache);
    }

    @AfterEach
    void close() throws Exception {
        places.close();
    }

    @Test
    void whereFilesCannotBeLockedItIsNotShared() throws Exception {
        Path noFile = Files.createDirectory(cache.resolve("directory"));
        EmbeddedPostgresService service = new EmbeddedPostgresService(SharedServerUser.settings(place, "quarkus"),
                new Sharing(Duration.ZERO, Optional.empty(), noFile));
        service.start();
        try (Connection connection = EmbeddedPostgresFixture.connect(service)) {
            assertThat(connection.isValid(5)).isTrue();
            SharedServerJvm other = places.start();
            assertThat(other.hasJoined()).isFalse();
            other.leave();
            assertThat(connection.isValid(5)).isTrue();
        } finally {
            service.close();
        }
        places.assertNothingLeft();
    }

    @Test
    void whoWaitsInVainForOneThatStartsItSaysSoAndIsFreeToStartAnother() throws Exception {
        EmbeddedPostgresSettings impatient = new EmbeddedPostgresSettings("quarkus", Optional.empty(), "quarkus", 0, List.of(),
                List.of(), Map.of(), Optional.of(place.toString()), Duration.ofMillis(300));
        ServerIdentity identity = ServerIdentity.of(impatient, Optional.empty());
        Process starting = BriefLockTest.holder(places.lock(), identity.position());
        try {
            List<String> told = warnings(() -> assertThat(new SharedServers(impatient,
                    new Sharing(Duration.ZERO, Optional.empty(), places.lock()), identity).use()).isEmpty());

            assertThat(told).singleElement().asString().isEqualTo("Embedded Postgres is not shared with other test runs this"
                    + " time: another one has been starting it for 300 ms, and holds '" + places.lock()
                    + "'. End that one if it"
                    + " hangs; if this machine is just slow, set 'quarkus.devservices.timeout' to a longer time, such as '2m'.");
            places.assertNothingLeft();
        } finally {
            starting.destroyForcibly().waitFor();
        }
    }

    private static List<String> warnings(Runnable action) {
        List<String> told = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                    told.add(new SimpleFormatter().formatMessage(entry));
                }
            }

            @Override
            public void flush() {
                // nothing is held back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        Logger logger = Logger.getLogger("io.quarkiverse.isolatedschema");
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return told;
    }
}
