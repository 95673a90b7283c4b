package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/**
 * Whom Postgres runs as where the JVM runs as root, since it refuses to: in a user namespace of its own, in which it is
 * nobody; or where none may be made, as in most containers of CI services, as {@code nobody} indeed.
 */
final class UnprivilegedUser {

    private static final Logger log = Logger.getLogger(UnprivilegedUser.class);

    private static final int NOBODY = 65534;
    private static final List<String> DROP_RIGHTS = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY,
            "--clear-groups");
    private static final List<String> OWN_NAMESPACE = List.of("unshare", "-U");

    /** The user's cache will not do: {@code /root} is closed to everybody else. */
    static final Path CACHE = Path.of("/var/tmp/quarkus-isolated-schema-nobody");

    private static final List<String> PREFIX = choosePrefix(System.getProperty("os.name"), System.getProperty("user.name"));

    private UnprivilegedUser() {
    }

    /**
     * Both need the name of a user who is not root: initdb looks for it.
     *
     * @param osName the system property {@code os.name}
     * @param user the name of the user
     */
    private static List<String> choosePrefix(String osName, String user) {
        if (!osName.startsWith("Linux") || !"root".equals(user)) {
            return List.of();
        }
        if (works(OWN_NAMESPACE)) {
            return OWN_NAMESPACE;
        }
        return works(DROP_RIGHTS) ? DROP_RIGHTS : List.of();
    }

    /** Whether Postgres has to run as another user, and can. */
    static boolean isNeeded() {
        return PREFIX == DROP_RIGHTS;
    }

    /** What to write before the command of a program of Postgres: nothing, where nobody is root. */
    static List<String> prefix() {
        return PREFIX;
    }

    /**
     * Makes the cache whose binaries this user can read.
     *
     * @throws IOException if it cannot be made, or belongs to somebody else, whose programs root must not start
     */
    static void prepareCache() throws IOException {
        Files.createDirectories(CACHE);
        if (!Integer.valueOf(0).equals(Files.getAttribute(CACHE, "unix:uid"))) {
            throw new IOException("'" + CACHE + "' does not belong to root");
        }
        CacheDirectory.keepToUser(CACHE);
    }

    /**
     * Hands everything the server has to read or write over to the user.
     *
     * @param directory the server's directory
     * @throws IOException if that is not possible
     */
    static void handOver(DataDirectory directory) throws IOException {
        give(directory.path());
        if (Files.exists(directory.passwordFile())) {
            give(directory.passwordFile());
        }
        if (Files.exists(directory.data())) {
            try (Stream<Path> tree = Files.walk(directory.data())) {
                for (Path path : tree.toList()) {
                    give(path);
                }
            }
        }
    }

    private static void give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean works(List<String> prefix) {
        try {
            List<String> command = Stream.concat(prefix.stream(), Stream.of("id", "-un")).toList();
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException e) {
            log.debugf(e, "'%s' cannot be run", prefix);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
