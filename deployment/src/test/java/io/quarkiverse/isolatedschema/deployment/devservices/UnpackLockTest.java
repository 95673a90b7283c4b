package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackLockTest {

    @TempDir
    Path binaries;

    @Test
    void onlyOneUnpacksAtATime() throws Exception {
        CompletableFuture<UnpackLock> second;
        try (UnpackLock first = UnpackLock.acquire(binaries)) {
            second = CompletableFuture.supplyAsync(this::acquire);
            Thread.sleep(200);
            assertThat(second).isNotDone();
        }
        assertThat(second).succeedsWithin(Duration.ofSeconds(5));
        second.join().close();
    }

    @Test
    void nobodyWaitsWhereBinariesAreUnpackedAlready() throws Exception {
        Files.createFile(Files.createDirectory(binaries.resolve("PG-1")).resolve(".exists"));

        try (UnpackLock first = UnpackLock.acquire(binaries)) {
            assertThat(CompletableFuture.supplyAsync(this::acquire)).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    /** Zonky unpacks no file that exists, so that half a file would stay half a file. */
    @Test
    void whatAKilledJvmHasUnpackedIsDeletedAndAnotherVersionIsNot() throws Exception {
        Path complete = Files.createDirectory(binaries.resolve("PG-1"));
        Files.createFile(complete.resolve(".exists"));
        Path half = Files.createDirectory(binaries.resolve("PG-2"));
        Files.createFile(half.resolve("epg-lock"));
        Files.writeString(Files.createDirectory(half.resolve("bin")).resolve("postgres"), "half a");

        try (UnpackLock lock = UnpackLock.acquire(binaries)) {
            assertThat(half).doesNotExist();
            assertThat(complete.resolve(".exists")).exists();
        }
    }

    @Test
    void whatSomebodyIsUnpackingStays() throws Exception {
        Path going = Files.createDirectory(binaries.resolve("PG-1"));
        try (FileChannel zonkys = FileChannel.open(going.resolve("epg-lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            zonkys.lock();
            UnpackLock.acquire(binaries).close();

            assertThat(going).exists();
        }
    }

    private UnpackLock acquire() {
        try {
            return UnpackLock.acquire(binaries);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
