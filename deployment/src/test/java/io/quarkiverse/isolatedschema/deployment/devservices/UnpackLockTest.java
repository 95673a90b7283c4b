package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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

    private UnpackLock acquire() {
        try {
            return UnpackLock.acquire(binaries);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
