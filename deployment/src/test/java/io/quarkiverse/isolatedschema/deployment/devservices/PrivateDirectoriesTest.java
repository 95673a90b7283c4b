package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateDirectoriesTest {

    @TempDir
    Path place;

    @Test
    void everyLevelThatIsMadeIsPrivate() throws IOException {
        PrivateDirectories.create(place.resolve("a/b"), false);

        assertThat(permissions(place.resolve("a"))).isEqualTo("rwx------");
        assertThat(permissions(place.resolve("a/b"))).isEqualTo("rwx------");
    }

    @Test
    void whoHasToGetThroughSeesNothing() throws IOException {
        PrivateDirectories.create(place.resolve("a/b"), true);

        assertThat(permissions(place.resolve("a"))).isEqualTo("rwx--x--x");
        assertThat(permissions(place.resolve("a/b"))).isEqualTo("rwx--x--x");
    }

    @Test
    void whatExistsStaysAsItIs() throws IOException {
        Path open = Files.createDirectory(place.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

        PrivateDirectories.create(open.resolve("a"), false);
        PrivateDirectories.create(open, false);

        assertThat(permissions(open)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void aFileInTheWayIsRefused() throws IOException {
        Path file = Files.createFile(place.resolve("file"));

        assertThatThrownBy(() -> PrivateDirectories.create(file, false)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> PrivateDirectories.create(file.resolve("a"), false)).isInstanceOf(IOException.class);
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void binariesInTheTemporaryDirectoryAreOursAndNotSomebodyElses() throws IOException {
        Path ours = CacheDirectory.temporary(place, "me");
        assertThat(ours).isEqualTo(place.resolve("quarkus-isolated-schema-me/postgres"));
        assertThat(permissions(ours.getParent())).isEqualTo("rwx------");

        Files.setAttribute(ours.getParent(), "unix:uid", 65534);
        Path another = CacheDirectory.temporary(place, "me");

        assertThat(another.getParent()).isNotEqualTo(ours.getParent()).hasParent(place);
        assertThat(permissions(another.getParent())).isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(strings = { "a b", "it's", "Größe", "#;&|(){}*?<>~!%" })
    void mostPathsAreFitForPrograms(String name) {
        assertThat(PrivateDirectories.isFitForPrograms(Path.of("/tmp", name))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\"b", "$HOME", "`id`", "a\\b", "a\nb" })
    void whatAShellReadsBetweenQuotesIsNot(String name) {
        assertThat(PrivateDirectories.isFitForPrograms(Path.of("/tmp", name, "below"))).isFalse();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
