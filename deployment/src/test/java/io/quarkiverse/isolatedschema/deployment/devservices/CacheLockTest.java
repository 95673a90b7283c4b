package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CacheLockTest {

    @TempDir
    Path cache;

    private boolean held(Duration limit) {
        try {
            return CacheLock.holding(cache, limit, alone -> alone);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void oneThreadWaitsForTheOther() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Boolean> holder = CompletableFuture.supplyAsync(() -> {
            try {
                return CacheLock.holding(cache, alone -> {
                    first.countDown();
                    await(end);
                    return alone;
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, task -> new Thread(task).start());
        await(first);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> held(Duration.ofSeconds(30)),
                task -> new Thread(task).start());
        Thread.sleep(200);
        assertThat(second).isNotDone();

        end.countDown();

        assertThat(holder).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
        assertThat(second).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
    }

    @Test
    void oneJvmWaitsForTheOtherUntilThatIsKilled() throws Exception {
        Process other = CacheLockHolder.launch(cache);
        try {
            assertThat(held(Duration.ofMillis(200))).as("alone").isFalse();
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> held(Duration.ofSeconds(30)),
                    task -> new Thread(task).start());
            Thread.sleep(200);
            assertThat(waiting).isNotDone();

            other.destroyForcibly().waitFor();

            assertThat(waiting).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void whereNothingCanBeWrittenOneGoesOnWithout() throws Exception {
        Files.createDirectory(cache.resolve("cache.lock"));

        assertThat(held(Duration.ofSeconds(30))).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
