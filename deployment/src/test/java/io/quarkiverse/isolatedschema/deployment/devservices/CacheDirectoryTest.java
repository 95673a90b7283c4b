package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void linuxFollowsTheXdgConvention() {
        assertThat(CacheDirectory.userCache("Linux", Map.of(), "/home/me")).contains(Path.of("/home/me/.cache"));
        assertThat(CacheDirectory.userCache("Linux", Map.of("XDG_CACHE_HOME", "/cache"), "/home/me"))
                .contains(Path.of("/cache"));
        assertThat(CacheDirectory.userCache("Linux", Map.of("XDG_CACHE_HOME", "relative"), "/home/me"))
                .contains(Path.of("/home/me/.cache"));
    }

    @Test
    void macAndWindowsHaveTheirOwnPlaces() {
        assertThat(CacheDirectory.userCache("Mac OS X", Map.of(), "/Users/me"))
                .contains(Path.of("/Users/me/Library/Caches"));
        assertThat(CacheDirectory.userCache("Windows 11", Map.of("LOCALAPPDATA", "/local"), "/me"))
                .contains(Path.of("/local"));
        assertThat(CacheDirectory.userCache("Windows 11", Map.of(), "/me")).contains(Path.of("/me/AppData/Local"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "", "?", "/" })
    void usersWithoutAHomeHaveNoCache(String home) {
        assertThat(CacheDirectory.userCache("Linux", Map.of(), home)).isEmpty();
    }

    @Test
    void zonkysPropertyIsHonoured() {
        System.setProperty(CacheDirectory.ZONKY_PROPERTY, directory.toString());
        try {
            assertThat(CacheDirectory.locate()).isEqualTo(directory);
        } finally {
            System.clearProperty(CacheDirectory.ZONKY_PROPERTY);
        }
    }

    @Test
    void onlyTheUserMayWrite() throws Exception {
        directory.toFile().setWritable(true, false);

        CacheDirectory.keepToUser(directory);

        assertThat(Files.getPosixFilePermissions(directory)).contains(PosixFilePermission.OWNER_WRITE)
                .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    }
}
