package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jboss.logging.Logger;
import org.tukaani.xz.XZInputStream;

import io.zonky.test.db.postgres.util.ArchUtils;

/**
 * The archive of Postgres's programs for this platform, which zonky's artifacts put on the class path.
 */
final class PostgresArchive {

    private static final Path OS_RELEASE = Path.of("/etc/os-release");

    private static final Logger log = Logger.getLogger(PostgresArchive.class);

    private static final List<String> XZ = List.of("xz", "-dc");

    private static final String TYPE = ".txz";

    private static final String EXECUTABLE = "rwxr-xr-x";

    private static final String READABLE = "rw-r--r--";

    private final URL url;

    private PostgresArchive(URL url) {
        this.url = url;
    }

    /**
     * Finds the archive of this platform.
     *
     * @throws IllegalStateException if there is none, or more than one
     */
    static PostgresArchive find() throws IOException {
        String system = system(System.getProperty("os.name"));
        for (String name : names(system, System.getProperty("os.arch"),
                distribution(OS_RELEASE))) {
            List<URL> found = Collections.list(PostgresArchive.class.getClassLoader().getResources(name));
            if (found.size() > 1) {
                throw new IllegalStateException("Duplicate embedded postgres binaries: " + found);
            }
            if (found.size() == 1) {
                return new PostgresArchive(found.get(0));
            }
        }
        throw new IllegalStateException("Missing embedded postgres binaries");
    }

    /**
     * The names that the archive may have, best first.
     *
     * @param system as zonky names it
     * @param machine the system property {@code os.arch}
     * @param distribution that of Linux, as zonky names it
     */
    static List<String> names(String system, String machine, Optional<String> distribution) {
        String architecture = ArchUtils.normalize(machine);
        Stream<String> special = distribution.map(name -> "postgres-" + system + "-" + architecture + "-" + name).stream();
        Stream<String> general = Stream.of("postgres-" + system + "-" + architecture);
        // both run programs for x86-64, too
        Stream<String> emulated = !system.equals("Linux") && architecture.equals("arm_64")
                ? Stream.of("postgres-" + system + "-x86_64")
                : Stream.empty();
        return Stream.of(special, general, emulated).flatMap(names -> names)
                .map(name -> name.replace(' ', '_').toLowerCase(Locale.ROOT) + TYPE).toList();
    }

    /**
     * The name of a distribution of Linux. Zonky runs a script to find it, which takes longer than all else that is done to
     * find the binaries.
     *
     * @param file where every distribution says what it is
     * @return empty if there is no such file
     */
    static Optional<String> distribution(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(line -> line.startsWith("NAME="))
                    .map(line -> line.substring("NAME=".length()).replaceAll("[\"']", "").strip()).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String system(String osName) {
        if (osName.startsWith("Windows")) {
            return "Windows";
        }
        if (osName.startsWith("Mac OS X")) {
            return "Darwin";
        }
        if (osName.startsWith("Linux")) {
            return "Linux";
        }
        throw new IllegalStateException("Unknown OS " + osName);
    }

    /**
     * A name that no other archive has: the checksum and size that the jar's directory tells, without reading it all.
     *
     * @throws IOException if it cannot be read
     */
    String identity() throws IOException {
        String name = url.getPath().replaceFirst(".*/postgres-", "").replaceFirst("\\.txz$", "");
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jarConnection) {
            // a jar that is shared by all who ask may not be closed
            jarConnection.setUseCaches(false);
            try (JarFile jar = jarConnection.getJarFile()) {
                return identity(name, jarConnection.getJarEntry().getCrc(), jarConnection.getJarEntry().getSize());
            }
        }
        try (CheckedInputStream content = new CheckedInputStream(connection.getInputStream(), new CRC32())) {
            long size = content.transferTo(OutputStream.nullOutputStream());
            return identity(name, content.getChecksum().getValue(), size);
        }
    }

    private static String identity(String name, long checksum, long size) {
        return name + "-" + Long.toHexString(checksum) + "-" + size;
    }

    /**
     * Unpacks it. Everybody may read and execute what is in it, as far as the directories that lead there let them; nobody but
     * the user may write.
     *
     * @param directory where to; it does not exist yet
     * @throws IOException if it cannot be written
     */
    void unpackTo(Path directory) throws IOException {
        unpackTo(directory, XZ);
    }

    /** The same with another program for what is packed by xz. */
    void unpackTo(Path directory, List<String> xz) throws IOException {
        try (InputStream content = XzProgram.unpack(url.openStream(), xz)) {
            unpack(content, directory);
        } catch (IOException e) {
            log.debug("Unpacking in the JVM, since the program for it cannot be used", e);
            FileTree.delete(directory);
            try (InputStream content = new XZInputStream(url.openStream())) {
                unpack(content, directory);
            }
        }
    }

    private static void unpack(InputStream content, Path directory) throws IOException {
        Files.createDirectory(directory);
        permit(directory, EXECUTABLE);
        // not closed, since that would close the content
        TarArchiveInputStream archive = new TarArchiveInputStream(content);
        try (SecondThread writer = new SecondThread()) {
            // the cast is needed by some versions of the library only
            for (TarArchiveEntry entry = (TarArchiveEntry) archive
                    .getNextEntry(); entry != null; entry = (TarArchiveEntry) archive
                            .getNextEntry()) {
                unpack(archive, entry, directory, directory.resolve(entry.getName()).normalize(), writer);
            }
        }
    }

    private static void unpack(InputStream archive, TarArchiveEntry entry, Path directory, Path path, SecondThread writer)
            throws IOException {
        if (!path.startsWith(directory)) {
            throw new IOException("'" + entry.getName() + "' leads out of the archive");
        }
        if (entry.isDirectory()) {
            createDirectories(path, directory);
        } else if (entry.isSymbolicLink() || entry.isLink()) {
            createDirectories(path.getParent(), directory);
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            createDirectories(path.getParent(), directory);
            byte[] content = archive.readAllBytes();
            writer.run(() -> {
                Files.write(path, content);
                permit(path, path.startsWith(directory.resolve("bin")) ? EXECUTABLE : READABLE);
            });
        }
    }

    private static void createDirectories(Path path, Path root) throws IOException {
        if (!path.equals(root) && !Files.isDirectory(path)) {
            createDirectories(path.getParent(), root);
            Files.createDirectory(path);
            permit(path, EXECUTABLE);
        }
    }

    /** Whatever the mask says: another user may have to run the programs. */
    private static void permit(Path path, String permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }
}
