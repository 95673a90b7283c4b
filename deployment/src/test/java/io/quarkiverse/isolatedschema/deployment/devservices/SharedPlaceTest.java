package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class SharedPlaceTest {

    @TempDir
    Path directory;

    @Test
    void theConfiguredPlaceIsTheOnlyOne() {
        assertThat(SharedPlace.all(Optional.of(directory))).containsExactly(directory);
        assertThat(SharedPlace.choose(Optional.of(directory))).isEqualTo(directory);
    }

    @Test
    void aTemporaryDirectoryOfTheBuildIsNone() {
        assertThat(SharedPlace.all(Optional.empty())).doesNotContain(Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Test
    void theTemporaryDirectoryIsThatOfTheEnvironment() {
        assertThat(SharedPlace.temporary(Map.of("TMPDIR", directory.toString()))).isEqualTo(directory);
        assertThat(SharedPlace.temporary(Map.of("TEMP", directory.toString()))).isEqualTo(directory);
        assertThat(SharedPlace.temporary(Map.of("TMPDIR", directory.resolve("gone").toString())))
                .isEqualTo(SharedPlace.temporary(Map.of())).isNotEqualTo(directory);
        assertThat(SharedPlace.temporary(Map.of("TMPDIR", "relative"))).isEqualTo(SharedPlace.temporary(Map.of()));
    }

    @Test
    void theLockLiesWhereNobodyElseGetsIn() throws Exception {
        Path lock = SharedPlace.lockIn(directory.resolve("made/if need be")).orElseThrow();

        assertThat(lock.getParent()).isEqualTo(directory.resolve("made/if need be"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock.getParent()))).isEqualTo("rwx------");
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(SharedPlace.lockIn(file.resolve("below"))).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void aDirectoryOfSomebodyElseIsNotUsed() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.setAttribute(other, "unix:uid", 4711);

        assertThat(SharedPlace.lockIn(other)).isEmpty();
    }
}
