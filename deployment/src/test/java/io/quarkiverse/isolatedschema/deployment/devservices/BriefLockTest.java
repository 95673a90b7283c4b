package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BriefLockTest {

    private static final Duration NOT_AT_ALL = Duration.ZERO;

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void anotherJvmKeepsItUntilItDies() throws Exception {
        Path file = directory.resolve("lock");
        Process other = holder(file, 4711);
        try {
            assertThat(BriefLock.lasting(file, 4711).holding(NOT_AT_ALL, () -> "done")).isEmpty();
            assertThat(BriefLock.lasting(file, 4712).holding(NOT_AT_ALL, () -> "done")).as("another byte").contains("done");
            CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return BriefLock.lasting(file, 4711).holding(LONG, () -> "done").orElse("never");
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Thread.sleep(200);
            assertThat(waiting).isNotDone();

            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

            assertThat(waiting).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("done");
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void threadsOfOneJvmTakeTurnsWhateverByteTheyWant() throws Exception {
        Path file = directory.resolve("lock");
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CompletableFuture<?>[] all = new CompletableFuture<?>[8];
        for (int i = 0; i < all.length; i++) {
            long position = i;
            all[i] = CompletableFuture.runAsync(() -> {
                try {
                    BriefLock.lasting(file, position).holding(LONG, () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        return inside.decrementAndGet();
                    });
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        CompletableFuture.allOf(all).get(30, TimeUnit.SECONDS);
        assertThat(most).hasValue(1);
    }

    @Test
    void oneThatGoesWithItsDirectoryIsNeverMadeAnew() throws Exception {
        Path file = directory.resolve("lock");

        assertThat(BriefLock.passing(file).holding(LONG, () -> "done")).isEmpty();
        assertThat(file).doesNotExist();
        Files.createFile(file);
        assertThat(BriefLock.passing(file).holding(LONG, () -> "done")).contains("done");
    }

    /** Who waited for it while somebody else deleted the directory does not get it. */
    @Test
    void oneWhoseFileIsGoneIsNotHeld() throws Exception {
        Path file = Files.createFile(directory.resolve("lock"));
        Process other = holder(file, 0);
        try {
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return BriefLock.passing(file).holding(LONG, () -> "done").isPresent();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Thread.sleep(300);
            Files.delete(file);
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

            assertThat(waiting).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(false);
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void whatTheWorkThrowsIsPassedOnAndTheLockGivenBack() throws Exception {
        Path file = directory.resolve("lock");

        assertThatThrownBy(() -> BriefLock.lasting(file, 0).holding(LONG, () -> {
            throw new IOException("no");
        })).hasMessage("no");

        Process other = holder(file, 0);
        other.destroyForcibly();
    }

    /** A JVM that holds a lock until it is killed. */
    static Process holder(Path file, long position) throws Exception {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), file.toString(), String.valueOf(position))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = other.inputReader();
        assertThat(output.readLine()).isEqualTo("HELD");
        return other;
    }

    /** Holds a lock until it is killed. */
    static final class Holder {

        public static void main(String[] arguments) throws Exception {
            BriefLock.lasting(Path.of(arguments[0]), Long.parseLong(arguments[1])).holding(NOT_AT_ALL, () -> {
                System.out.println("HELD");
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return true;
            });
        }
    }
}
