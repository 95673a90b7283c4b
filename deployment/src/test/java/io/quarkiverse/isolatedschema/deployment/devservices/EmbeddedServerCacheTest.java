package io.quarkiverse.isolatedschema.deployment.devservices;

import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresFixture.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What servers start from: made once, checked at each start, and made anew when it is not what it was. */
@Timeout(180)
class EmbeddedServerCacheTest {

    /** What initdb says first. */
    private static final String INITDB = "The files belonging to this database system will be owned by";

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    /** The programs are unpacked once for all tests, since that takes most of the time. */
    @TempDir(factory = InMemoryTempDir.class)
    static Path cache;

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    private final List<Process> launched = new ArrayList<>();

    @BeforeEach
    void useOwnCache() {
        assumeFalse(UnprivilegedUser.isNeeded(), "the place of the cache cannot be chosen");
        System.setProperty(CacheDirectory.ZONKY_PROPERTY, cache.toString());
    }

    @AfterEach
    void useUsersCache() {
        System.clearProperty(CacheDirectory.ZONKY_PROPERTY);
        launched.forEach(Process::destroyForcibly);
        OrphanedServers.sweep(List.of(place));
    }

    /** Starts a server, has a look at it, and stops it. */
    private boolean startRunsInitdb() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        service.start();
        try (Connection connection = connect(service)) {
            assertThat(connection.isValid(1)).isTrue();
            return Files.readString(service.dataDirectory().orElseThrow().resolve("postgres.log")).contains(INITDB);
        } finally {
            service.close();
            assertThat(place).isEmptyDirectory();
        }
    }

    private static List<Path> cached(String kind) throws IOException {
        try (Stream<Path> entries = Files.list(cache)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(kind)).toList();
        }
    }

    private static Path cluster() throws IOException {
        assertThat(cached("cluster-")).hasSize(1);
        return cached("cluster-").get(0);
    }

    private static void forgetClusters() throws IOException {
        for (Path cluster : cached("cluster-")) {
            FileTree.delete(cluster);
        }
    }

    private static void assertEverythingIsSound() throws IOException {
        assertThat(cached("")).extracting(path -> path.getFileName().toString())
                .allMatch(name -> name.startsWith("cluster-") || name.startsWith("binaries-") || name.equals("cache.lock"));
        for (Path tree : cached("")) {
            if (Files.isDirectory(tree)) {
                CachedTree found = CachedTree.find(cache, tree.getFileName().toString()).orElseThrow();
                TreeCopy.verify(found.manifest(), found.files());
            }
        }
        cluster();
        assertThat(cached("binaries-")).hasSize(1);
    }

    @Test
    void initdbRunsOnce() throws Exception {
        forgetClusters();

        assertThat(startRunsInitdb()).isTrue();
        assertThat(startRunsInitdb()).isFalse();

        assertEverythingIsSound();
    }

    @Test
    void nobodyKnowsThePasswordOfWhatIsCached() throws Exception {
        startRunsInitdb();

        assertThat(Manifest.read(cluster().resolve("manifest")).note()).matches("[0-9.]+");
    }

    /** The way of Windows, where no statement can be run before the server takes connections. */
    @Test
    void whereThePasswordIsCachedItOpensNoServer() throws Exception {
        forgetClusters();
        for (boolean made : new boolean[] { true, false }) {
            EmbeddedPostgresSettings settings = EmbeddedPostgresFixture.defaults(place);
            EmbeddedServer server = new EmbeddedServer(settings, DataDirectory.create(Optional.of(place)), false);
            server.start();
            try (Connection own = server.connect("quarkus", server.password(), "quarkus")) {
                assertThat(Files.readString(server.directory().log()).contains(INITDB)).isEqualTo(made);
                assertThat(Rows.query(own, "show server_version")).isEqualTo(server.version());
                String known = Manifest.read(cluster().resolve("manifest")).note().split(" ")[1];
                assertThat(known).hasSize(36);
                for (String user : List.of("postgres", "quarkus")) {
                    assertThatThrownBy(() -> server.connect(user, known, "postgres"))
                            .hasMessageContaining("password authentication failed for user \"" + user + "\"");
                }
            } finally {
                server.stop();
            }
        }
        forgetClusters();
    }

    @Test
    void nobodyElseSeesWhatServersStartWith() throws Exception {
        startRunsInitdb();
        try (Stream<Path> tree = Files.walk(cluster().resolve("files"))) {
            assertThat(tree.toList()).hasSizeGreaterThan(900).allSatisfy(path -> assertThat(permissions(path))
                    .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
        assertThat(permissions(cluster().resolve("manifest"))).isEqualTo("rw-------");
        assertThat(permissions(cluster())).isEqualTo("rwx------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aBitThatIsAnotherInTheDataIsNoticedAndTheDataMadeAnew() throws Exception {
        startRunsInitdb();
        TreeCopyTest.flip(cluster().resolve("files/base/1/1259"), 5000);

        assertThat(startRunsInitdb()).isTrue();
        assertThat(startRunsInitdb()).isFalse();
        assertEverythingIsSound();
    }

    @Test
    void dataOfWhichAFileIsMissingIsMadeAnew() throws Exception {
        startRunsInitdb();
        Files.delete(cluster().resolve("files/global/pg_control"));

        assertThat(startRunsInitdb()).isTrue();
        assertEverythingIsSound();
    }

    @Test
    void halfAManifestIsNone() throws Exception {
        startRunsInitdb();
        Path manifest = cluster().resolve("manifest");
        Files.writeString(manifest, Files.readString(manifest).substring(0, 1000));

        assertThat(startRunsInitdb()).isTrue();
        assertEverythingIsSound();
    }

    /** In a program that breaks, and in a file that nobody reads during a start. */
    @Test
    void aBitThatIsAnotherInTheProgramsIsNoticedAndTheyAreUnpackedAnew() throws Exception {
        startRunsInitdb();
        for (String file : List.of("bin/postgres", "share/postgresql/timezone/Europe/Vienna")) {
            Path damaged = cached("binaries-").get(0).resolve("files").resolve(file);
            TreeCopyTest.flip(damaged, 100);

            startRunsInitdb();

            assertEverythingIsSound();
        }
    }

    @Test
    void programsThatAreNotThereAreUnpackedAnew() throws Exception {
        startRunsInitdb();
        Files.delete(cached("binaries-").get(0).resolve("files/bin/pg_ctl"));

        startRunsInitdb();

        assertEverythingIsSound();
    }

    @Test
    void whatIsUsedIsNotOld() throws Exception {
        startRunsInitdb();
        Path manifest = cluster().resolve("manifest");
        Files.setLastModifiedTime(manifest, FileTime.fromMillis(0));

        startRunsInitdb();

        assertThat(Files.getLastModifiedTime(manifest)).isGreaterThan(FileTime.fromMillis(0));
    }

    private Process launch() throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + CacheDirectory.ZONKY_PROPERTY + "=" + cache, "-cp", CLASS_PATH, ServerStarter.class.getName(),
                place.toString(), ServerStarter.WAITING).redirectErrorStream(true).start();
        launched.add(process);
        return process;
    }

    /** From the first file that is unpacked to the server that runs. */
    @Test
    void aJvmMayBeKilledAtAnyMomentOfMakingTheCache() throws Exception {
        for (int millis = 300; millis < 4000; millis += 500) {
            FileTree.deleteAllBut(cache, cache.resolve("cache.lock"));
            Process making = launch();
            Thread.sleep(millis);
            making.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            OrphanedServers.sweep(List.of(place));

            startRunsInitdb();

            assertThat(startRunsInitdb()).as("killed after " + millis + " ms").isFalse();
            assertEverythingIsSound();
        }
    }

    @Test
    void jvmsThatStartAtOnceMakeItOnce() throws Exception {
        FileTree.deleteAllBut(cache, cache.resolve("cache.lock"));
        for (int i = 0; i < 4; i++) {
            launch();
        }
        int initdbs = 0;
        for (Process process : launched) {
            assertThat(process.inputReader().readLine()).startsWith("STARTED ");
        }
        try (Stream<Path> servers = Files.list(place)) {
            for (Path server : servers.toList()) {
                initdbs += Files.readString(server.resolve("postgres.log")).contains(INITDB) ? 1 : 0;
            }
        }
        assertThat(initdbs).isEqualTo(1);
        assertEverythingIsSound();
        for (Process process : launched) {
            process.destroyForcibly().waitFor();
        }
        assertThat(OrphanedServers.sweep(List.of(place))).hasSize(4);
    }
}
