package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClonedBlocksTest {

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
    void theSystemsOwnProgramDoesIt() {
        assertThat(ClonedBlocks.command("Linux")).startsWith("cp", "--reflink=always");
        assertThat(ClonedBlocks.command("Mac OS X")).startsWith("cp", "-c");
    }

    @Test
    void whereItFailsNothingIsLeft() throws Exception {
        assertThat(ClonedBlocks.clone(from, to, List.of("sh", "-c", "mkdir $1; echo > $1/half; exit 1"))).isFalse();
        assertThat(to).doesNotExist();
        assertThat(ClonedBlocks.clone(from, to, List.of("no-such-program"))).isFalse();
        assertThat(to).doesNotExist();
    }

    @Test
    void whereBlocksCannotBeSharedTheyAreCopied() throws Exception {
        ClonedBlocks.copy(Manifest.of(from, ""), from, to);

        assertThat(to.resolve("base/file")).hasSameBinaryContentAs(from.resolve("base/file"));
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
                + System.getProperty("java.class.path") + "' " + ClonedBlocksTest.class.getName() + " " + mounted
                // as many extents as the file has, all of them shared
                + " && filefrag -v " + mounted + "/to/base/file | grep -q shared'");

        assertThat(result).isZero();
    }

    private static int run(String command) throws Exception {
        return new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).redirectOutput(
                Path.of("target", "cloned-blocks.log").toFile()).start().waitFor();
    }

    /** Copies in the directory that it is told. */
    public static void main(String[] arguments) throws IOException {
        Path mounted = Path.of(arguments[0]);
        ClonedBlocks.copy(Manifest.of(mounted.resolve("from"), ""), mounted.resolve("from"), mounted.resolve("to"));
    }
}
