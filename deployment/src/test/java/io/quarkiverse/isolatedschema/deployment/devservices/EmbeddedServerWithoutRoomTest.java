package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts on file systems that are too small, which only the starting JVM sees. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class EmbeddedServerWithoutRoomTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path root;

    private Path cache;

    private Path place;

    @BeforeEach
    void makeDirectories() throws Exception {
        cache = Files.createDirectory(root.resolve("cache"));
        place = Files.createDirectory(root.resolve("place"));
        assumeTrue(!UnprivilegedUser.isNeeded() && run("mount -t tmpfs -o size=1m none '" + place + "' && echo MOUNTED")
                .contains("MOUNTED"), "nothing can be mounted here");
    }

    private static String run(String script) throws Exception {
        Process process = new ProcessBuilder("unshare", "-m", "sh", "-c", script).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private String startWith(Path full, int megabytes) throws Exception {
        return run("mount -t tmpfs -o size=" + megabytes + "m none '" + full + "' && '"
                + Path.of(System.getProperty("java.home"), "bin", "java") + "' -D" + CacheDirectory.ZONKY_PROPERTY + "='"
                + cache
                + "' -cp '" + System.getProperty("java.class.path") + "' " + ServerStarter.class.getName() + " '" + place
                + "'; ls '" + full + "'");
    }

    @Test
    void aFullDiskIsToldAndTheCacheIsNotBlamed() throws Exception {
        assertThat(run("'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -D" + CacheDirectory.ZONKY_PROPERTY
                + "='" + cache + "' -cp '" + System.getProperty("java.class.path") + "' " + ServerStarter.class.getName() + " '"
                + place + "'")).contains("STARTED");
        Path cluster = cluster();
        Object before = Files.getAttribute(cluster, "unix:ino");

        assertThat(startWith(place, 12)).contains("Embedded Postgres did not start: there is no room left for its data in '"
                + place + "'");

        assertThat(Files.getAttribute(cluster(), "unix:ino")).isEqualTo(before);
        assertThat(place).isEmptyDirectory();
    }

    private Path cluster() throws IOException {
        try (var entries = Files.newDirectoryStream(cache, "cluster-*")) {
            return entries.iterator().next();
        }
    }

    @Test
    void noRoomForTheProgramsIsToldAndNothingIsLeftOfThem() throws Exception {
        assertThat(startWith(cache, 30)).contains("Embedded Postgres cannot unpack its binaries in '" + cache + "'",
                "No space left on device", "'ot.epg.working-dir'").endsWith("cache.lock\n");
    }

    @Test
    void noRoomToKeepTheDataIsNoReasonNotToStart() throws Exception {
        assertThat(startWith(cache, 75)).contains("STARTED").doesNotContain("cluster-", "work-");
        assertThat(place).isEmptyDirectory();
    }
}
