package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.test.AfterStopLog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** The processes of one embedded server, from zonky's library. */
final class EmbeddedServer {

    /** The user zonky makes the cluster with. */
    static final String SUPERUSER = "postgres";

    private static final Logger log = Logger.getLogger(EmbeddedServer.class);

    /** Kept in a field: a level set on a logger that nobody holds is lost. */
    private static final java.util.logging.Logger ZONKY_LOG = java.util.logging.Logger.getLogger("io.zonky.test");

    private static final Duration STOP_TIME = Duration.ofSeconds(5);
    private static final Duration STOP_PAUSE = Duration.ofMillis(20);

    private final EmbeddedPostgresSettings settings;
    private final DataDirectory directory;
    private final String password;
    private final String superuserPassword;

    private final boolean joined;

    private int port;
    private EmbeddedPostgres postgres;

    EmbeddedServer(EmbeddedPostgresSettings settings, DataDirectory directory) {
        this.settings = settings;
        this.directory = directory;
        this.joined = false;
        this.port = settings.port();
        this.password = settings.password().orElseGet(() -> UUID.randomUUID().toString());
        this.superuserPassword = settings.username().equals(SUPERUSER) ? password : UUID.randomUUID().toString();
    }

    /**
     * A server that another JVM has started.
     *
     * @param settings what it is made of
     * @param directory its directory
     * @param access how to get into it
     */
    EmbeddedServer(EmbeddedPostgresSettings settings, DataDirectory directory, SharedAccess access) {
        this.settings = settings;
        this.directory = directory;
        this.joined = true;
        this.port = access.port();
        this.password = access.password();
        this.superuserPassword = access.superuserPassword();
    }

    /**
     * Makes a cluster and starts its server.
     *
     * @throws IOException if the server is not ready in time
     */
    void start() throws IOException {
        if (ZONKY_LOG.getLevel() == null) {
            // six lines at INFO for each start
            ZONKY_LOG.setLevel(Level.WARNING);
        }
        port = claimPort(settings.port());
        Files.writeString(directory.passwordFile(), superuserPassword);
        Path binaries = UnprivilegedUser.isNeeded() ? UnprivilegedUser.binaries() : BinariesDirectory.locate();
        try (UnpackLock lock = UnpackLock.acquire(binaries)) {
            log.debugf("Starting Postgres with the binaries in %s", binaries);
            postgres = UnprivilegedUser.isNeeded() ? startUnprivileged(binaries) : builder(binaries).start();
        } finally {
            Files.deleteIfExists(directory.passwordFile());
            BinariesDirectory.keepToUser(binaries);
            removeEmptyZonkyDirectory();
        }
    }

    /** The first start on a machine unpacks the binaries and then fails, since they are not wrapped yet. */
    private EmbeddedPostgres startUnprivileged(Path binaries) throws IOException {
        UnprivilegedUser.handOver(directory);
        try {
            return builder(binaries).start();
        } catch (IllegalStateException e) {
            if (!UnprivilegedUser.wrapPrograms()) {
                throw e;
            }
            log.debug("Wrapped the binaries, starting again", e);
            Files.delete(directory.log());
            return builder(binaries).start();
        }
    }

    private EmbeddedPostgres.Builder builder(Path binaries) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries.toFile())
                .setDataDirectory(directory.data())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(settings.startTimeout())
                .setOutputRedirector(Redirect.appendTo(directory.log().toFile()))
                .setErrorRedirector(Redirect.appendTo(directory.log().toFile()))
                .setConnectConfig("password", superuserPassword)
                // options of initdb like any other: the last one wins over zonky's '-A trust'
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", directory.passwordFile().toString())
                .setLocaleConfig("lc-messages", "C");
        serverSettings(SharedDirectory.isOne(directory.path())).forEach(builder::setServerConfig);
        return builder;
    }

    /**
     * What a server is told that differs from what Postgres does by itself.
     *
     * @param shared whether several JVMs use it
     */
    static Map<String, String> serverSettings(boolean shared) {
        Map<String, String> settings = new TreeMap<>(ServerSettings.SHARED);
        if (shared) {
            settings.putAll(SharedConnections.SETTINGS);
        }
        settings.put("listen_addresses", "localhost");
        // a socket would lie in the temporary directory
        settings.put("unix_socket_directories", "");
        if (File.separatorChar == '/') {
            // in the data directory: POSIX shared memory outlives a killed server
            settings.put("dynamic_shared_memory_type", "mmap");
        }
        return settings;
    }

    /** The port the server listens on; before the start the configured one. */
    int port() {
        return port;
    }

    /** The password of the application's user. */
    String password() {
        return password;
    }

    /** The password of the server's own superuser. */
    String superuserPassword() {
        return superuserPassword;
    }

    /** Where everything of the server lies. */
    DataDirectory directory() {
        return directory;
    }

    /**
     * Connects as the server's own superuser, in simple query mode.
     *
     * @param database the database
     * @throws SQLException if the server refuses
     */
    Connection connect(String database) throws SQLException {
        return connect(SUPERUSER, superuserPassword, database);
    }

    /**
     * Connects in simple query mode.
     *
     * @param username the user
     * @param password that user's password
     * @param database the database
     * @throws SQLException if the server refuses
     */
    Connection connect(String username, String password, String database) throws SQLException {
        return PostgresLogin.connect(port, username, password, database);
    }

    /**
     * Whether the server of this very directory answers on its port, within a few seconds.
     *
     * @throws SQLException if it does not, or somebody else does who does not know the password
     */
    boolean answers() throws SQLException {
        try {
            return Files.isSameFile(PostgresLogin.dataDirectory(port, SUPERUSER, superuserPassword, STOP_TIME),
                    directory.data());
        } catch (IOException gone) {
            log.debugf(gone, "On port %d is another server than that of '%s'", port, directory.path());
            return false;
        }
    }

    /** Stops the server, by force if it does not obey, and deletes its directory. Also after a failed start. */
    void stop() {
        try {
            if (postgres == null && !joined) {
                awaitStarter();
                endIfRunning();
            } else if (isListening()) {
                close();
                endIfRunning();
            } else {
                AfterStopLog.warn("Embedded Postgres had ended before it was stopped. Its log ends with:"
                        + System.lineSeparator() + directory.endOfLog());
                new ServerProcesses(directory.data()).end();
            }
            directory.delete();
        } catch (IOException e) {
            AfterStopLog.warn("The directory of embedded Postgres could not be deleted, because of " + e
                    + ". The next start of embedded Postgres tries again; or delete '" + directory.path() + "'.");
        }
    }

    private void close() throws IOException {
        if (joined) {
            new ServerProcesses(directory.data()).end();
        } else {
            postgres.close();
        }
    }

    /** A server that has crashed leaves its pid file, and where nobody reaps orphans, its process counts as alive. */
    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) STOP_TIME.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A start that was given up may still be under way: pg_ctl, a child of this JVM, then brings up the server yet. */
    private void awaitStarter() {
        ProcessHandle.current().children()
                .filter(child -> child.info().commandLine().orElse("").contains(directory.data().toString()))
                .forEach(starter -> {
                    try {
                        starter.onExit().get(STOP_TIME.toSeconds(), TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (ExecutionException | TimeoutException e) {
                        log.debug("The start of Postgres does not come to an end", e);
                        starter.destroyForcibly();
                    }
                });
    }

    /**
     * The pid file tells whether the server still runs, since the process table does not: the server is no child of
     * this JVM, and where nobody reaps orphans, as in many containers, it stays a zombie that counts as alive.
     */
    private void endIfRunning() {
        directory.postmaster().ifPresent(ProcessHandle::destroy);
        long giveUp = System.nanoTime() + STOP_TIME.toNanos();
        while (directory.postmaster().isPresent() && System.nanoTime() < giveUp) {
            LockSupport.parkNanos(STOP_PAUSE.toNanos());
        }
        directory.postmaster().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Zonky notices a port in use only by a start that never gets ready. */
    private static int claimPort(int wanted) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw EmbeddedPostgresErrors.portInUse(wanted, e);
        }
    }

    /** Zonky makes its default directory even if told to use another. */
    private static void removeEmptyZonkyDirectory() {
        try {
            Files.deleteIfExists(Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg"));
        } catch (IOException e) {
            log.trace("Somebody else uses the directory", e);
        }
    }
}
