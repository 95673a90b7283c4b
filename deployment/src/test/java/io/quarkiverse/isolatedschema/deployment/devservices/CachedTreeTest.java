package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class CachedTreeTest {

    @TempDir
    Path cache;

    private Manifest makeIn(Path files) throws IOException {
        Files.createDirectory(files);
        Files.writeString(files.resolve("file"), "text");
        return Manifest.of(files, "note");
    }

    private CachedTree publish() throws IOException {
        return CachedTree.publish(cache, "cluster-1", true, this::makeIn);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(cache)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void whatIsPublishedIsFound() throws Exception {
        assertThat(CachedTree.find(cache, "cluster-1")).isEmpty();

        publish();

        CachedTree found = CachedTree.find(cache, "cluster-1").orElseThrow();
        assertThat(found.files().resolve("file")).hasContent("text");
        assertThat(found.manifest().note()).isEqualTo("note");
        assertThat(names()).containsExactly("cluster-1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.resolve("cluster-1"))))
                .isIn("rwx------", "rwx--x--x");
    }

    @Test
    void whatIsBeingMadeIsNotFound() throws Exception {
        CachedTree.publish(cache, "cluster-1", true, files -> {
            Manifest manifest = makeIn(files);
            assertThat(CachedTree.find(cache, "cluster-1")).isEmpty();
            assertThat(names()).hasSize(1).allMatch(name -> name.startsWith("work-"));
            return manifest;
        });
    }

    @Test
    void whatCannotBeMadeLeavesNothing() throws Exception {
        assertThatThrownBy(() -> CachedTree.publish(cache, "cluster-1", true, files -> {
            makeIn(files);
            throw new IOException("No space left on device");
        })).hasMessage("No space left on device");

        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void whatAKilledJvmHasMadeByThenIsDeletedByWhoeverIsAlone() throws Exception {
        makeIn(Files.createDirectory(cache.resolve("work-4711")).resolve("files"));

        CachedTree.publish(cache, "cluster-2", false, this::makeIn);
        assertThat(names()).contains("work-4711");

        publish();
        assertThat(names()).containsExactlyInAnyOrder("cluster-1", "cluster-2");
    }

    @Test
    void whatIsDamagedIsReplaced() throws Exception {
        publish();
        Files.writeString(cache.resolve("cluster-1/manifest"), "half of it");
        assertThatThrownBy(() -> CachedTree.find(cache, "cluster-1")).isInstanceOf(DamagedException.class);

        publish();

        assertThat(CachedTree.find(cache, "cluster-1")).isPresent();
        assertThat(names()).containsExactly("cluster-1");
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void whatSomebodyElseHasPutThereIsNotUsed() throws Exception {
        publish();
        Files.setAttribute(cache.resolve("cluster-1"), "unix:uid", 4711);

        assertThatThrownBy(() -> CachedTree.find(cache, "cluster-1")).isInstanceOf(DamagedException.class)
                .hasMessageContaining("belongs to somebody else");
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        publish();
        Files.createSymbolicLink(cache.resolve("cluster-2"), cache.resolve("cluster-1"));

        assertThat(CachedTree.find(cache, "cluster-2")).isEmpty();
    }
}
