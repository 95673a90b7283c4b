package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import io.zonky.test.db.postgres.util.LinuxUtils;

/**
 * Runs Postgres as {@code nobody} where the JVM runs as root and may not make user namespaces, as in most containers of
 * CI services. Postgres refuses to run as root, and zonky's only remedy is {@code unshare}. The programs that zonky
 * calls are wrapped by scripts that drop the rights first.
 */
final class UnprivilegedUser {

    private static final Logger log = Logger.getLogger(UnprivilegedUser.class);

    private static final int NOBODY = 65534;
    private static final List<String> DROP_RIGHTS = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY,
            "--clear-groups");
    private static final List<String> PROGRAMS = List.of("initdb", "pg_ctl");
    private static final String REAL = ".real";

    /** The user's cache will not do: {@code /root} is closed to everybody else. */
    private static final Path BINARIES = Path.of("/var/tmp/quarkus-isolated-schema-nobody");

    private static final boolean NEEDED = LinuxUtils.getDistributionName() != null
            && "root".equals(System.getProperty("user.name")) && !LinuxUtils.isUnshareAvailable() && canDropRights();

    private UnprivilegedUser() {
    }

    /** Whether Postgres has to run as another user, and can. */
    static boolean isNeeded() {
        return NEEDED;
    }

    /**
     * The directory of binaries that this user can read.
     *
     * @throws IOException if it cannot be made, or belongs to somebody else, whose programs root must not start
     */
    static Path binaries() throws IOException {
        Files.createDirectories(BINARIES);
        if (!Integer.valueOf(0).equals(Files.getAttribute(BINARIES, "unix:uid"))) {
            throw new IOException("'" + BINARIES + "' does not belong to root");
        }
        BinariesDirectory.keepToUser(BINARIES);
        return BINARIES;
    }

    /**
     * Hands everything the server has to read or write over to the user.
     *
     * @param directory the server's directory
     * @throws IOException if that is not possible
     */
    static void handOver(DataDirectory directory) throws IOException {
        Files.createDirectories(directory.data());
        for (Path path : List.of(directory.path(), directory.data(), directory.passwordFile())) {
            Files.setAttribute(path, "unix:uid", NOBODY);
            Files.setAttribute(path, "unix:gid", NOBODY);
        }
    }

    /**
     * Wraps the programs in unpacked binaries.
     *
     * @return false if they are wrapped already
     * @throws IOException if the scripts cannot be written
     */
    static boolean wrapPrograms() throws IOException {
        boolean wrapped = false;
        try (Stream<Path> versions = Files.list(BINARIES)) {
            for (Path version : versions.filter(Files::isDirectory).toList()) {
                wrapped |= wrapProgramsIn(version);
            }
        }
        return wrapped;
    }

    private static boolean wrapProgramsIn(Path version) throws IOException {
        boolean wrapped = false;
        for (String program : PROGRAMS) {
            wrapped |= Files.exists(version.resolve("bin")) && wrap(version.resolve("bin").resolve(program));
        }
        if (wrapped) {
            // zonky unpacks again what looks newer than its mark
            Files.setLastModifiedTime(version.resolve(".exists"), FileTime.from(Instant.now()));
        }
        return wrapped;
    }

    /** In steps of which each is done or not, since this JVM may be killed between any two of them. */
    private static boolean wrap(Path program) throws IOException {
        Path real = program.resolveSibling(program.getFileName() + REAL);
        if (!Files.exists(real)) {
            Files.move(program, real);
        } else if (Files.exists(program)) {
            return false;
        }
        Path script = Files.writeString(program.resolveSibling(program.getFileName() + ".new"),
                "#!/bin/sh\nexec " + String.join(" ", DROP_RIGHTS) + " '" + real + "' \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(script, program, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private static boolean canDropRights() {
        try {
            List<String> command = Stream.concat(DROP_RIGHTS.stream(), Stream.of("true")).toList();
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException e) {
            log.debug("Rights cannot be dropped", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
