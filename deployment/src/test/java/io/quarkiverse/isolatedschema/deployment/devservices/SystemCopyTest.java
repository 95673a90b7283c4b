package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemCopyTest {

    @TempDir
    Path place;

    private Path from;

    private Path to;

    @BeforeEach
    void makeTree() throws IOException {
        from = Files.createDirectory(place.resolve("from"));
        to = place.resolve("to");
        byte[] content = new byte[1 << 20];
        new Random(4711).nextBytes(content);
        Files.write(Files.createDirectory(from.resolve("base")).resolve("file"), content);
    }

    @Test
    void itSharesBlocksWhereItCan() {
        assertThat(SystemCopy.command("Linux")).startsWith("cp", "--reflink=auto");
        assertThat(SystemCopy.command("Mac OS X")).startsWith("cp", "-c");
        assertThat(SystemCopy.command("Windows 11")).isEmpty();
    }

    @Test
    void theCopyIsClosedToOthers() throws Exception {
        TreeCopy.copy(Manifest.of(from, ""), from, place.resolve("closed"));

        SystemCopy.copy(Manifest.of(from, ""), place.resolve("closed"), to);

        assertThat(to.resolve("base/file")).hasSameBinaryContentAs(from.resolve("base/file"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("base/file"))))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "no-such-program", "sh -c false", "cp --no-such-option" })
    void whereTheProgramCannotTheJvmCopies(String program) throws Exception {
        SystemCopy.copy(Manifest.of(from, ""), from, to, program.isEmpty() ? List.of() : List.of(program.split(" ")));

        assertThat(to.resolve("base/file")).hasSameBinaryContentAs(from.resolve("base/file"));
    }

    @Test
    void whatAProgramHasCopiedBeforeItFailedIsCopiedAnew() throws Exception {
        Path program = Files.writeString(place.resolve("half.sh"), "mkdir $2; echo half > $2/base; exit 1");

        SystemCopy.copy(Manifest.of(from, ""), from, to, List.of("sh", program.toString()));

        assertThat(to.resolve("base/file")).hasSameBinaryContentAs(from.resolve("base/file"));
    }

    @Test
    void damageIsNoticedAndNobodyWritesAnyMore() throws Exception {
        Manifest manifest = Manifest.of(from, "");
        TreeCopyTest.flip(from.resolve("base/file"), 4711);
        Path program = Files.writeString(place.resolve("slow.sh"), "sleep 0.5; cp -R $1 $2");

        assertThatThrownBy(() -> SystemCopy.copy(manifest, from, to, List.of("sh", program.toString())))
                .isInstanceOf(DamagedException.class);

        assertThat(to.resolve("base/file")).as("written before, not after").exists();
    }

    /** A file system of the kind is made in a file, and is gone with the processes that see it. */
    @ParameterizedTest
    @ValueSource(strings = { "btrfs", "xfs" })
    @EnabledOnOs(OS.LINUX)
    void blocksAreSharedWhereTheFileSystemCan(String type) throws Exception {
        Path image = place.resolve("image");
        Path mounted = Files.createDirectory(place.resolve("mounted"));
        run("truncate -s 400M " + image + " && mkfs." + type + " -q " + image);
        assumeTrue(run("unshare -m mount -o loop " + image + " " + mounted) == 0, "no such file system can be mounted here");

        int result = run("unshare -m sh -c 'mount -o loop " + image + " " + mounted + " && cp -R " + from + " " + mounted
                + " && '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
                + System.getProperty("java.class.path") + "' " + SystemCopyTest.class.getName() + " " + mounted
                // as many extents as the file has, all of them shared
                + " && filefrag -v " + mounted + "/to/base/file | grep -q shared'");

        assertThat(result).isZero();
    }

    private static int run(String command) throws Exception {
        return new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).redirectOutput(
                Path.of("target", "system-copy.log").toFile()).start().waitFor();
    }

    /** Copies in the directory that it is told. */
    public static void main(String[] arguments) throws IOException {
        Path mounted = Path.of(arguments[0]);
        SystemCopy.copy(Manifest.of(mounted.resolve("from"), ""), mounted.resolve("from"), mounted.resolve("to"));
    }
}
