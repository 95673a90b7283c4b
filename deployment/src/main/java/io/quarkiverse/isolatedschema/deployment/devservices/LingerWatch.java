package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of its own that ends a shared server which stayed up after the last JVM that used it, when its time has come, or
 * the file {@code lingers-until} or the server is gone; unless somebody uses it by then.
 * <p>
 * It is run from a copy of this class and {@link KeptServerWatch} in the server's directory. So it uses the JDK alone, and has
 * no
 * class inside.
 */
final class LingerWatch {

    /** One line: until when the server is expected to be used again, an instant in ISO format. Who uses it deletes the file. */
    private static final String LINGERS_UNTIL = "lingers-until";

    private static final long LOOK_MILLIS = 500;

    private LingerWatch() {
    }

    /**
     * @param arguments the name of the server's directory, within the working directory; the process id of the server; when
     *        that process started, in milliseconds since the epoch
     * @throws InterruptedException never
     * @throws IOException when the directory can't be read or deleted
     */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        KeptServerWatch.ignore("HUP");
        KeptServerWatch.ignore("INT");
        Path directory = Path.of(arguments[0]);
        Optional<ProcessHandle> server = KeptServerWatch.server(arguments);
        while (isExpected(directory) && KeptServerWatch.isRunning(server, directory)) {
            Thread.sleep(LOOK_MILLIS);
        }
        if (takes(directory, server)) {
            KeptServerWatch.stop(server, directory);
            KeptServerWatch.delete(directory);
        }
    }

    /** Under the lock that those hold who come and go, so that nobody comes in the meantime. */
    private static boolean takes(Path directory, Optional<ProcessHandle> server) throws IOException {
        try (FileChannel lock = FileChannel.open(directory.resolve("lock"), StandardOpenOption.WRITE)) {
            lock.lock(0, 1, false);
            boolean expected = isExpected(directory) && KeptServerWatch.isRunning(server, directory);
            if (expected || isUsed(directory)) {
                return false;
            }
            Files.deleteIfExists(directory.resolve("access.properties"));
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static boolean isUsed(Path directory) throws IOException {
        try (DirectoryStream<Path> owners = Files.newDirectoryStream(directory, "owner-*")) {
            for (Path owner : owners) {
                if (isHeld(owner)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isHeld(Path owner) throws IOException {
        try (FileChannel channel = FileChannel.open(owner, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            return channel.tryLock() == null;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /**
     * Lets a server stay up from now on.
     *
     * @param directory the server's directory
     * @param time for how long
     * @throws IOException if that cannot be written
     */
    static void expect(Path directory, Duration time) throws IOException {
        Path half = Files.writeString(directory.resolve(LINGERS_UNTIL + ".new"), Instant.now().plus(time) + "\n");
        Files.move(half, directory.resolve(LINGERS_UNTIL), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * @param directory the server's directory
     * @return whether the server stays up for those who come
     */
    static boolean isExpected(Path directory) {
        try {
            return Instant.parse(Files.readString(directory.resolve(LINGERS_UNTIL), StandardCharsets.UTF_8).strip())
                    .isAfter(Instant.now());
        } catch (IOException | DateTimeException notExpected) {
            return false;
        }
    }

    /**
     * Somebody uses the server again.
     *
     * @param directory the server's directory
     * @throws IOException if the file cannot be deleted
     */
    static void takeBack(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(LINGERS_UNTIL));
    }
}
