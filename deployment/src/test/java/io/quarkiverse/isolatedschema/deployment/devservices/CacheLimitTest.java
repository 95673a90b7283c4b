package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLimitTest {

    @TempDir
    Path cache;

    private void unusedFor(Duration time, String name) throws IOException {
        CachedTree.publish(cache, name, true, files -> {
            Files.createDirectory(files);
            return Manifest.of(files, "");
        });
        Files.setLastModifiedTime(cache.resolve(name).resolve("manifest"), FileTime.from(Instant.now().minus(time)));
    }

    private List<String> left() throws IOException {
        CacheLimit.enforce(cache, List.of("cluster-", "binaries-", "PG-"));
        try (Stream<Path> entries = Files.list(cache)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatNobodyHasUsedForAMonthGoes() throws Exception {
        unusedFor(Duration.ofDays(31), "binaries-17");
        unusedFor(Duration.ofDays(29), "binaries-18");
        unusedFor(Duration.ofDays(31), "somebody-elses");

        assertThat(left()).containsExactly("binaries-18", "somebody-elses");
    }

    @Test
    void fourOfAKindStayAndWhatWasUsedToday() throws Exception {
        for (int i = 1; i <= 6; i++) {
            unusedFor(Duration.ofDays(10 + i), "cluster-" + i);
            unusedFor(Duration.ofHours(i), "binaries-" + i);
        }

        assertThat(left()).containsExactly("binaries-1", "binaries-2", "binaries-3", "binaries-4", "binaries-5", "binaries-6",
                "cluster-1", "cluster-2", "cluster-3", "cluster-4");
    }

    @Test
    void whatIsUsedIsNew() throws Exception {
        unusedFor(Duration.ofDays(31), "cluster-1");

        CachedTree.find(cache, "cluster-1").orElseThrow().use();

        assertThat(left()).containsExactly("cluster-1");
    }

    @Test
    void whatFormerVersionsHaveLeftGoes() throws Exception {
        Path old = Files.createDirectories(cache.resolve("PG-4711/bin")).getParent();
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(31))));

        assertThat(left()).isEmpty();
    }
}
