package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;

/** Several applications of one JVM, as in continuous testing, and one server. */
@Timeout(120)
class SharedServerInOneJvmTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @TempDir
    Path cache;

    private SharedPlaces places;

    private final List<EmbeddedPostgresService> services = new ArrayList<>();

    @BeforeEach
    void open() {
        places = new SharedPlaces(place, cache);
    }

    @AfterEach
    void close() throws Exception {
        services.forEach(EmbeddedPostgresService::close);
        places.close();
    }

    private EmbeddedPostgresService start() {
        return start(SharedServerUser.settings(place, "quarkus"), Optional.empty());
    }

    private EmbeddedPostgresService start(EmbeddedPostgresSettings settings, Optional<Duration> keepServer) {
        EmbeddedPostgresService service = new EmbeddedPostgresService(settings,
                new Sharing(Duration.ZERO, keepServer, places.lock()));
        services.add(service);
        service.start();
        return service;
    }

    private static boolean isServed(EmbeddedPostgresService service) throws Exception {
        try (Connection connection = EmbeddedPostgresFixture.connect(service)) {
            return connection.isValid(5);
        }
    }

    @Test
    void theyShareItAndTheLastOneStopsIt() throws Exception {
        EmbeddedPostgresService one = start();
        EmbeddedPostgresService other = start();
        assertThat(other.getJdbcUrl()).isEqualTo(one.getJdbcUrl());
        assertThat(other.getPassword()).isEqualTo(one.getPassword());
        assertThat(other.getPassFile()).isEqualTo(one.getPassFile());

        one.close();
        assertThat(isServed(other)).isTrue();
        other.close();

        places.assertNothingLeft();
    }

    @Test
    void anotherJvmSeesThatOneOfThemIsStillThere() throws Exception {
        EmbeddedPostgresService one = start();
        EmbeddedPostgresService other = start();
        one.close();

        SharedServerJvm jvm = places.start();
        assertThat(jvm.hasJoined()).isTrue();
        jvm.leave();

        assertThat(isServed(other)).isTrue();
    }

    @Test
    void whoFindsNoSeatStartsAnotherServer() throws Exception {
        for (int i = 0; i < SharedConnections.SEATS; i++) {
            start();
        }
        assertThat(places.servers()).hasSize(1);

        EmbeddedPostgresService oneMore = start();
        EmbeddedPostgresService beside = start();

        assertThat(places.servers()).hasSize(2);
        assertThat(beside.getJdbcUrl()).isEqualTo(oneMore.getJdbcUrl()).isNotEqualTo(services.get(0).getJdbcUrl());
        services.get(0).close();
        assertThat(start().getJdbcUrl()).isIn(services.get(1).getJdbcUrl(), oneMore.getJdbcUrl());
    }

    @Test
    void theSeatsHaveRoomForAllTheirPools() throws Exception {
        EmbeddedPostgresService service = start();
        try (Connection connection = EmbeddedPostgresFixture.connect(service)) {
            int allowed = Integer.parseInt(Rows.query(connection, "show max_connections"))
                    - Integer.parseInt(Rows.query(connection, "show superuser_reserved_connections"));
            assertThat(SharedConnections.SEATS * (SharedConnections.OF_POOLS + 5)).isLessThan(allowed);
            assertThat(allowed).as("no more than there is room for").isLessThan(1_500);
        }
        int usualPool = 50;
        assertThat(SharedConnections.OF_POOLS).isGreaterThan(3 * usualPool);
    }

    @Test
    void itIsClosedToOthers() throws Exception {
        Path directory = start().dataDirectory().orElseThrow();

        assertThat(permissions(directory)).isEqualTo("rwx------");
        for (String file : List.of("identity", "lock", "access.properties")) {
            assertThat(permissions(directory.resolve(file))).as(file).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** It lets in whoever has the password of the directory, and yet it is another one. */
    @Test
    void aDirectoryThatTellsOfAServerThatIsNotItsOwnIsNotJoined() throws Exception {
        EmbeddedPostgresService another = another();
        DataDirectory foreign = directoryThatTellsOf(another);
        DataDirectory used = DataDirectory.enter(foreign.path()).orElseThrow();

        EmbeddedPostgresService service = start();

        assertThat(service.dataDirectory().orElseThrow()).isNotIn(another.dataDirectory().orElseThrow(), foreign.path());
        assertThat(isServed(service)).isTrue();
        used.owner().close();
        foreign.delete();
    }

    @Test
    void aDirectoryThatNobodyUsesIsRemovedAndTheServerOnItsPortStays() throws Exception {
        EmbeddedPostgresService another = another();
        DataDirectory stale = directoryThatTellsOf(another);
        stale.abandon();

        EmbeddedPostgresService service = start();

        assertThat(stale.path()).doesNotExist();
        assertThat(isServed(service)).isTrue();
        EmbeddedPostgresFixture.connect(another, "postgres", "known").close();
    }

    private EmbeddedPostgresService another() {
        EmbeddedPostgresService another = new EmbeddedPostgresService(new EmbeddedPostgresSettings("postgres",
                Optional.of("known"), "quarkus", 0, List.of(), List.of(), Map.of(), Optional.of(place.toString()),
                Duration.ofSeconds(60)));
        services.add(another);
        another.start();
        return another;
    }

    private DataDirectory directoryThatTellsOf(EmbeddedPostgresService server) throws Exception {
        int port = URI.create(server.getJdbcUrl().substring("jdbc:".length())).getPort();
        DataDirectory directory = DataDirectory.create(Optional.of(place));
        Files.createDirectory(directory.data());
        SharedDirectory.prepare(directory,
                ServerIdentity.of(SharedServerUser.settings(place, "quarkus"), Optional.empty()));
        new SharedAccess(port, "known", "known", "18").publish(directory);
        return directory;
    }

    @Test
    void whereSomethingIsKeptForALookItStaysAndNobodyJoinsItAnyMore() throws Exception {
        Optional<Duration> hour = Optional.of(Duration.ofHours(1));
        EmbeddedPostgresService one = start(SharedServerUser.settings(place, "quarkus"), hour);
        EmbeddedPostgresService other = start(SharedServerUser.settings(place, "quarkus"), hour);
        String url = one.getJdbcUrl();
        String password = one.getPassword();
        Path keptUntil = Path.of(one.getKeptUntilFile());
        try (Connection connection = EmbeddedPostgresFixture.connect(one)) {
            String name = LeaseName.lease(RunId.random());
            new DatabaseCopies(true).copy(connection, name, "template0", "quarkus");
            KeptLeases.ofDatabases(connection).keep(name, "OrderTest", new KeptLeases.Limits(Duration.ofHours(1), 10));
        }
        one.close();
        assertThat(keptUntil).as("while somebody uses the server").doesNotExist();
        other.close();
        assertThat(keptUntil).exists();

        EmbeddedPostgresService next = start(SharedServerUser.settings(place, "quarkus"), hour);

        assertThat(next.getJdbcUrl()).isNotEqualTo(url);
        DriverManager.getConnection(url, "quarkus", password).close();
        Files.delete(keptUntil);
        SharedPlaces.await(() -> places.servers().size() == 1);
    }

    @Test
    void aStartThatFailsLeavesNothingBehind() {
        EmbeddedPostgresSettings broken = new EmbeddedPostgresSettings("quarkus", Optional.empty(), "quarkus", 0, List.of(),
                List.of("no-such-script.sql"), Map.of(), Optional.of(place.toString()), Duration.ofSeconds(60));

        assertThatThrownBy(() -> start(broken, Optional.empty())).hasMessageContaining("no-such-script.sql");

        places.assertNothingLeft();
    }

    @Test
    void initScriptsRunOnce() throws Exception {
        EmbeddedPostgresSettings scripts = new EmbeddedPostgresSettings("quarkus", Optional.empty(), "quarkus", 0, List.of(),
                List.of("init/first.sql"), Map.of(), Optional.of(place.toString()), Duration.ofSeconds(60));

        EmbeddedPostgresService one = start(scripts, Optional.empty());
        EmbeddedPostgresService other = start(scripts, Optional.empty());

        assertThat(other.getJdbcUrl()).isEqualTo(one.getJdbcUrl());
    }
}
