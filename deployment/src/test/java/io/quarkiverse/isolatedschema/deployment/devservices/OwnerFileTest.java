package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerFileTest {

    @TempDir
    Path directory;

    @Test
    void aDirectoryOfThisJvmIsNeverTakenOverNorIsItsFileOpened() throws Exception {
        try (OwnerFile owner = OwnerFile.claim(directory).orElseThrow()) {
            Path file = OwnerFile.find(directory).orElseThrow();
            assertThat(OwnerFile.takeOver(file)).isEmpty();
            assertThat(lockedForOthers(file)).as("a file closed by this JVM would have lost its lock").isTrue();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void anotherJvmKeepsItUntilItDies() throws Exception {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Claimer.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output = other.inputReader()) {
            assertThat(output.readLine()).isEqualTo("CLAIMED");
            Path file = OwnerFile.find(directory).orElseThrow();
            assertThat(OwnerFile.takeOver(file)).as("while it lives").isEmpty();
            assertThat(file).exists();

            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

            try (OwnerFile mine = OwnerFile.takeOver(file).orElseThrow()) {
                assertThat(lockedForOthers(file)).isTrue();
            }
            assertThat(directory).isEmptyDirectory();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void eachThatUsesADirectoryCountsAsLongAsItLives() throws Exception {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Claimer.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output = other.inputReader(); OwnerFile me = OwnerFile.claim(directory).orElseThrow()) {
            assertThat(output.readLine()).isEqualTo("CLAIMED");
            OwnerFile ofThisJvm = OwnerFile.claim(directory).orElseThrow();
            OwnerFile abandoned = OwnerFile.claim(directory).orElseThrow();
            assertThat(me.livingOthers()).isEqualTo(3);

            abandoned.abandon();
            assertThat(me.livingOthers()).as("without the one that was abandoned").isEqualTo(2);
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            assertThat(me.livingOthers()).as("without the one that was killed").isEqualTo(1);
            assertThat(lockedForOthers(ofThisJvm.path())).as("a file closed by this JVM would have lost its lock").isTrue();
            ofThisJvm.close();
            assertThat(me.livingOthers()).isZero();
            assertThat(OwnerFile.all(directory)).containsExactly(me.path());
        } finally {
            other.destroyForcibly();
        }
        assertThat(directory).isEmptyDirectory();
    }

    /** Process ids come again, and clocks are set: the name proves nothing but that this JVM has not made it. */
    @Test
    void theProcessIdOfThisJvmDoesNotKeepWhatADeadOneLeft() throws Exception {
        Path file = Files.createFile(directory.resolve("owner-" + ProcessHandle.current().pid() + "-4711"));

        assertThat(OwnerFile.takeOver(file)).isPresent().get().satisfies(OwnerFile::close);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whoCleansUpMayBeFasterThanWhoMakesADirectory() throws Exception {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        Files.delete(gone);

        assertThat(OwnerFile.claim(gone)).isEmpty();
    }

    @Test
    void aSymbolicLinkIsNoOwnerFile() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path place = Files.createDirectory(directory.resolve("place"));
        Files.createSymbolicLink(place.resolve("owner-1-1"), file);

        assertThat(OwnerFile.find(place)).isEmpty();
    }

    private static boolean lockedForOthers(Path file) throws Exception {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), TakeOver.class.getName(), file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String answer = new String(other.getInputStream().readAllBytes()).strip();
        assertThat(answer).isIn("TAKEN", "LOCKED");
        return answer.equals("LOCKED");
    }

    /** Claims a directory, and waits to be killed. */
    static final class Claimer {

        public static void main(String[] arguments) throws Exception {
            OwnerFile.claim(Path.of(arguments[0])).orElseThrow();
            System.out.println("CLAIMED");
            Thread.sleep(60_000);
        }
    }

    /** Says whether it could take over a directory. */
    static final class TakeOver {

        public static void main(String[] arguments) throws Exception {
            System.out.println(OwnerFile.takeOver(Path.of(arguments[0])).isPresent() ? "TAKEN" : "LOCKED");
        }
    }
}
