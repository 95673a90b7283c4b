package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.isolatedschema.deployment.devservices.Manifest.Entry;
import io.quarkiverse.isolatedschema.deployment.devservices.Manifest.Kind;

class ManifestTest {

    @TempDir
    Path place;

    private Path tree;

    private Path file;

    @BeforeEach
    void makeTree() throws Exception {
        tree = place.resolve("tree");
        file = place.resolve("manifest");
        Files.createDirectories(tree.resolve("base/1"));
        Files.writeString(tree.resolve("base/1/1259"), "123456789");
        Files.createFile(tree.resolve("empty"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("base/1"));
    }

    @Test
    void itTellsOfEachFileItsSizeAndChecksum() throws Exception {
        Manifest.of(tree, "a note").write(file);

        Manifest read = Manifest.read(file);

        assertThat(read.note()).isEqualTo("a note");
        assertThat(read.entries()).extracting(Entry::kind, Entry::path, Entry::size, Entry::check).containsExactlyInAnyOrder(
                tuple(Kind.DIRECTORY, "base", 0L, "-"), tuple(Kind.DIRECTORY, "base/1", 0L, "-"),
                // the check value that every description of CRC-32C names
                tuple(Kind.FILE, "base/1/1259", 9L, "e3069283"), tuple(Kind.FILE, "empty", 0L, "0"),
                tuple(Kind.LINK, "link", 0L, "base/1"));
        assertThat(read.entries()).extracting(Entry::path).containsSubsequence("base", "base/1", "base/1/1259");
    }

    @Test
    void nobodyElseReadsItsNote() throws Exception {
        Manifest.of(tree, "secret").write(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    /** As a power failure leaves it. */
    @Test
    void aPartOfOneIsNone() throws Exception {
        Manifest.of(tree, "").write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Manifest.read(file)).as("of " + length + " bytes").isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void oneOfWhichAnyBitIsAnotherIsNone() throws Exception {
        Manifest.of(tree, "").write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            Files.write(file, flipped);
            assertThatThrownBy(() -> Manifest.read(file)).as("byte " + i).isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void oneThatIsNotThereIsDamage() {
        assertThatThrownBy(() -> Manifest.read(file)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("cannot be read");
    }
}
