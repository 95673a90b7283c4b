package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeCopyTest {

    @TempDir
    Path place;

    private Path from;

    private Path to;

    private final Random random = new Random(4711);

    @BeforeEach
    void makeTree() throws IOException {
        from = Files.createDirectories(place.resolve("from/deeper/still")).getParent().getParent();
        to = place.resolve("to");
        Files.write(from.resolve("deeper/still/file"), bytes(300_000));
        Files.createDirectory(from.resolve("nothing"));
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void everythingIsCopiedAndClosedToOthers() throws Exception {
        TreeCopy.copy(Manifest.of(from, ""), from, to);

        assertThat(to.resolve("deeper/still/file")).hasSameBinaryContentAs(from.resolve("deeper/still/file"));
        assertThat(to.resolve("nothing")).isEmptyDirectory();
        assertThat(permissions(to)).isEqualTo("rwx------");
        assertThat(permissions(to.resolve("deeper/still"))).isEqualTo("rwx------");
        assertThat(permissions(to.resolve("deeper/still/file"))).isEqualTo("rw-------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Around the size of the blocks that are read at once. */
    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 8192, 131071, 131072, 131073, 262144, 400_000 })
    void zerosAreCopiedWhereverTheyAre(int size) throws Exception {
        Files.write(from.resolve("zeros"), new byte[size]);
        Files.write(from.resolve("first"), bytes(200_000));
        append(from.resolve("first"), new byte[size]);
        Files.write(from.resolve("last"), new byte[size]);
        append(from.resolve("last"), bytes(200_000));

        TreeCopy.copy(Manifest.of(from, ""), from, to);

        for (String file : new String[] { "zeros", "first", "last" }) {
            assertThat(to.resolve(file)).hasSameBinaryContentAs(from.resolve(file));
        }
    }

    private static void append(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void zerosTakeNoRoom() throws Exception {
        Files.write(from.resolve("zeros"), new byte[16 << 20]);

        TreeCopy.copy(Manifest.of(from, ""), from, to);

        Process du = new ProcessBuilder("du", "-k", to.resolve("zeros").toString()).start();
        assertThat(Integer.parseInt(du.inputReader().readLine().split("\t")[0])).isLessThan(100);
        assertThat(Files.size(to.resolve("zeros"))).isEqualTo(16 << 20);
    }

    @Test
    void whatTheManifestDoesNotNameIsLeftOut() throws Exception {
        Manifest manifest = Manifest.of(from, "");
        Files.writeString(from.resolve("deeper/postmaster.pid"), "1");

        TreeCopy.copy(manifest, from, to);

        assertThat(to.resolve("deeper/postmaster.pid")).doesNotExist();
    }

    @Test
    void oneBitThatIsAnotherIsNoticed() throws Exception {
        Manifest manifest = Manifest.of(from, "");
        flip(from.resolve("deeper/still/file"), 200_000);

        assertDamage(manifest, "'deeper/still/file' is not what was put there");
    }

    @Test
    void oneBitInZerosIsNoticed() throws Exception {
        Files.write(from.resolve("zeros"), new byte[400_000]);
        Manifest manifest = Manifest.of(from, "");
        flip(from.resolve("zeros"), 399_999);

        assertDamage(manifest, "'zeros' is not what was put there");
    }

    @Test
    void aMissingFileIsNoticed() throws Exception {
        Manifest manifest = Manifest.of(from, "");
        Files.delete(from.resolve("deeper/still/file"));

        assertDamage(manifest, "'" + from.resolve("deeper/still/file") + "' cannot be opened");
    }

    @Test
    void aFileThatIsShorterOrLongerIsNoticed() throws Exception {
        Manifest manifest = Manifest.of(from, "");
        append(from.resolve("deeper/still/file"), new byte[] { 1 });
        assertDamage(manifest, "has 300001 bytes instead of 300000");

        try (FileChannel channel = FileChannel.open(from.resolve("deeper/still/file"), StandardOpenOption.WRITE)) {
            channel.truncate(131072);
        }
        FileTree.delete(to);
        assertDamage(manifest, "has 131072 bytes instead of 300000");
    }

    @Test
    void aLinkThatLeadsElsewhereIsNoticed() throws Exception {
        Files.createSymbolicLink(from.resolve("libpq.so"), Path.of("libpq.so.5"));
        Manifest manifest = Manifest.of(from, "");
        TreeCopy.verify(manifest, from);
        Files.delete(from.resolve("libpq.so"));
        Files.createSymbolicLink(from.resolve("libpq.so"), Path.of("libpq.so.6"));

        assertThatThrownBy(() -> TreeCopy.verify(manifest, from)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("libpq.so' does not lead where it did");
    }

    /** Whoever has no room must not be told to make the cache anew. */
    @Test
    void whatCannotBeWrittenIsNoDamage() throws Exception {
        Manifest manifest = Manifest.of(from, "");
        Files.createDirectories(to.resolve("deeper/still"));
        Files.createFile(to.resolve("deeper/still/file"));

        assertThatThrownBy(() -> TreeCopy.copy(manifest, from, to)).isInstanceOf(FileAlreadyExistsException.class);
    }

    private void assertDamage(Manifest manifest, String message) {
        assertThatThrownBy(() -> TreeCopy.verify(manifest, from)).isInstanceOf(DamagedException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> TreeCopy.copy(manifest, from, to)).isInstanceOf(DamagedException.class)
                .hasMessageContaining(message);
    }

    static void flip(Path file, int position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= 1;
        Files.write(file, bytes);
    }
}
