package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.isolatedschema.IsolationException;

class DataDirectoryTest {

    private static final Path MEMORY = Path.of("memory");
    private static final Path DISK = Path.of("disk");

    @TempDir
    Path place;

    @ParameterizedTest(name = "{0} bytes free in memory: {1}")
    @CsvSource({ "0,disk", "67108864,disk", "1073741823,disk", "1073741824,memory", "9999999999,memory" })
    void dataGoesIntoMemoryWhereThereIsRoom(long free, Path expected) {
        assertThat(DataDirectory.choosePlace(MEMORY, DISK, directory -> directory.equals(MEMORY) ? free : Long.MAX_VALUE))
                .isEqualTo(expected);
    }

    @Test
    void theConfiguredPlaceIsMadeAndTheDirectoryIsPrivate() throws Exception {
        DataDirectory directory = DataDirectory.create(Optional.of(place.resolve("a/b")));

        assertThat(directory.path()).hasParent(place.resolve("a/b"));
        assertThat(directory.path().getFileName().toString()).startsWith(DataDirectory.NAME_PREFIX);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                .isEqualTo("rwx------");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamedWithItsProperty() throws Exception {
        Path file = Files.createFile(place.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.create(Optional.of(file))).isInstanceOf(IsolationException.class)
                .hasMessageContaining("'" + file + "'")
                .hasMessageContaining("'quarkus.isolated-schema.devservices.data-dir'")
                .hasCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void aPlaceThatAShellWouldReadOtherwiseIsRefused() {
        Path odd = place.resolve("$(touch oops)");

        assertThatThrownBy(() -> DataDirectory.create(Optional.of(odd))).isInstanceOf(IsolationException.class)
                .hasMessage("Embedded Postgres cannot have its data directory in '" + odd + "': its programs start each other"
                        + " by a shell, which would read a double quote, '$', '`' or a backslash in that path as something"
                        + " else. Set 'quarkus.isolated-schema.devservices.data-dir' to a directory without them.");
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void deletingItLeavesNothingAndMayBeRepeated() throws Exception {
        DataDirectory directory = DataDirectory.create(Optional.of(place));
        Files.createDirectories(directory.data().resolve("base/1"));
        Files.writeString(directory.log(), "text");

        directory.delete();
        directory.delete();

        assertThat(place).isEmptyDirectory();
    }

    @Test
    void theEndOfTheLogIsShownOnly() throws Exception {
        DataDirectory directory = DataDirectory.create(Optional.of(place));
        assertThat(directory.endOfLog()).isEmpty();

        Files.writeString(directory.log(), "line\n".repeat(100) + "the last\n");
        assertThat(directory.endOfLog().lines()).hasSize(12).last().isEqualTo("the last");
    }

    @Test
    void thePidFileTellsTheServersProcess() throws Exception {
        DataDirectory directory = DataDirectory.create(Optional.of(place));
        Files.createDirectories(directory.data());
        assertThat(directory.postmaster()).isEmpty();

        Path pidFile = directory.data().resolve("postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n/data\n");
        assertThat(directory.postmaster()).contains(ProcessHandle.current());

        Files.writeString(pidFile, "garbage");
        assertThat(directory.postmaster()).isEmpty();
    }
}
