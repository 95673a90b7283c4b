package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PostgresArchiveTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @Test
    void binariesForTheDistributionComeFirst() {
        assertThat(PostgresArchive.names("Linux", "amd64", Optional.of("Alpine Linux"))).containsExactly(
                "postgres-linux-x86_64-alpine_linux.txz", "postgres-linux-x86_64.txz");
        assertThat(PostgresArchive.names("Linux", "aarch64", Optional.empty())).containsExactly("postgres-linux-arm_64.txz");
    }

    @Test
    void whatEmulatesAnotherProcessorTakesItsBinariesWhereItHasNone() {
        assertThat(PostgresArchive.names("Darwin", "aarch64", Optional.empty())).containsExactly("postgres-darwin-arm_64.txz",
                "postgres-darwin-x86_64.txz");
        assertThat(PostgresArchive.names("Windows", "aarch64", Optional.empty())).containsExactly(
                "postgres-windows-arm_64.txz", "postgres-windows-x86_64.txz");
        assertThat(PostgresArchive.names("Windows", "amd64", Optional.empty())).containsExactly(
                "postgres-windows-x86_64.txz");
    }

    @Test
    void anUnknownProcessorIsNamed() {
        assertThatThrownBy(() -> PostgresArchive.names("Linux", "pdp11", Optional.empty()))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("Unsupported architecture: pdp11");
    }

    @Test
    void theDistributionIsWhatItsFileSays() throws Exception {
        Path file = place.resolve("os-release");
        assertThat(PostgresArchive.distribution(file)).isEmpty();
        assertThat(PostgresArchive.distribution(Files.writeString(file, "ID=alpine\nNAME=\"Alpine Linux\"\n")))
                .contains("Alpine Linux");
        assertThat(PostgresArchive.distribution(Files.writeString(file, "NAME=Fedora\nPRETTY_NAME=\"F 40\"\n")))
                .contains("Fedora");
    }

    @Test
    void itIsToldFromOthersByChecksumAndSize() throws Exception {
        assertThat(PostgresArchive.find().identity()).matches("[a-z0-9_-]+-[0-9a-f]{1,8}-[0-9]{8}")
                .isEqualTo(PostgresArchive.find().identity());
    }

    @Test
    void withAndWithoutTheProgramXzItsContentIsTheSame() throws Exception {
        PostgresArchive archive = PostgresArchive.find();
        archive.unpackTo(place.resolve("one"));
        archive.unpackTo(place.resolve("other"), List.of("no-such-program"));
        Manifest.of(place.resolve("one"), "").write(place.resolve("1"));
        Manifest.of(place.resolve("other"), "").write(place.resolve("2"));

        assertThat(sorted(place.resolve("1"))).hasSizeGreaterThan(1000).isEqualTo(sorted(place.resolve("2")));
    }

    private static List<String> sorted(Path file) throws Exception {
        return Files.readAllLines(file).stream().filter(line -> line.contains("\t")).sorted().toList();
    }

    @Test
    @EnabledOnOs({ OS.LINUX, OS.MAC })
    void itsProgramsRunAndNobodyElseMayChangeThem() throws Exception {
        Path files = place.resolve("files");

        PostgresArchive.find().unpackTo(files);

        Process postgres = new ProcessBuilder(files.resolve("bin/postgres").toString(), "--version").start();
        assertThat(postgres.inputReader().readLine()).startsWith("postgres (PostgreSQL) ");
        try (var tree = Files.walk(files)) {
            assertThat(tree.filter(path -> !Files.isSymbolicLink(path))).allSatisfy(path -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isIn("rwxr-xr-x", "rw-r--r--"));
        }
        assertThat(files.resolve("share/postgresql/postgres.bki")).isRegularFile();
    }
}
