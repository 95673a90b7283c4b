package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.test.AfterStopLog;

/**
 * The processes of one embedded server: zonky's binaries, on a copy of a cluster that has been made before, where it has.
 */
final class EmbeddedServer {

    /** The user the cluster is made with. */
    static final String SUPERUSER = "postgres";

    private static final Logger log = Logger.getLogger(EmbeddedServer.class);

    private static final Duration START_PAUSE = Duration.ofMillis(2);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(5);

    private final EmbeddedPostgresSettings settings;
    private final DataDirectory directory;
    private final boolean isSetUpBefore;
    private final String password;
    private final String superuserPassword;

    private int port;
    private String version;
    private PostgresPrograms programs;
    private Process starter;
    private boolean isRunning;

    /**
     * A server that is not running yet.
     *
     * @param settings what to start
     * @param directory where everything of it will lie
     */
    EmbeddedServer(EmbeddedPostgresSettings settings, DataDirectory directory) {
        // on Windows the program that could do it refuses to run for administrators
        this(settings, directory, File.separatorChar == '/');
    }

    /** The same, set up before the server takes connections, or after. */
    EmbeddedServer(EmbeddedPostgresSettings settings, DataDirectory directory, boolean isSetUpBefore) {
        this.isSetUpBefore = isSetUpBefore;
        this.settings = settings;
        this.directory = directory;
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
        this.isSetUpBefore = true;
        this.settings = settings;
        this.directory = directory;
        this.isRunning = true;
        this.port = access.port();
        this.version = access.version();
        this.password = access.password();
        this.superuserPassword = access.superuserPassword();
    }

    /**
     * Starts a server on a cluster of its own.
     *
     * @throws IOException if the server is not ready in time
     */
    void start() throws IOException {
        port = claimPort(settings.port());
        Path cache = CacheDirectory.prepare();
        PostgresBinaries binaries = PostgresBinaries.obtain(cache);
        try {
            start(cache, binaries);
        } catch (IOException e) {
            if (binaries.areSound()) {
                throw e;
            }
            log.debug("Starting again, since the programs were damaged", e);
        }
        if (!binaries.areSound()) {
            ServerEnd.of(directory, programs, starter).now();
            FileTree.delete(directory.data());
            start(cache, PostgresBinaries.obtain(cache));
        }
    }

    private void start(Path cache, PostgresBinaries binaries) throws IOException {
        programs = new PostgresPrograms(binaries, directory);
        InitialCluster cluster = new InitialCluster(cache, binaries, directory, !isSetUpBefore);
        cluster.provide();
        binaries.beginCheck();
        version = cluster.version();
        List<String> statements = DatabaseSetup.statements(settings, superuserPassword, password, directory.majorVersion());
        if (isSetUpBefore) {
            programs.runAlone(statements);
        }
        starter = programs.startServer(port, serverSettings(SharedDirectory.isOne(directory.path())));
        awaitReady();
        // It would see for itself that the server is ready, but later, and others may use and end the server meanwhile.
        starter.destroyForcibly();
        if (!isSetUpBefore) {
            setUp(cluster.password(), statements);
        }
        isRunning = true;
    }

    /** Whoever got in by the password in the cache is out again, before there is anything to find. */
    private void setUp(String cachedPassword, List<String> statements) throws IOException {
        try (Connection connection = connect(SUPERUSER, cachedPassword, "postgres");
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new IOException("The new server refuses its superuser: " + e.getMessage(), e);
        }
    }

    private void awaitReady() throws IOException {
        long giveUp = System.nanoTime() + settings.startTimeout().toNanos();
        while (!directory.isReady()) {
            if (!starter.isAlive() && !directory.isReady()) {
                throw new IOException("The program pg_ctl did not bring up the server");
            }
            if (System.nanoTime() > giveUp) {
                throw new IOException("Gave up waiting for the server after " + settings.startTimeout().toMillis() + " ms");
            }
            LockSupport.parkNanos(START_PAUSE.toNanos());
        }
        // the server is content with one of the addresses of this machine, and clients may take the other
        if (directory.log(EmbeddedPostgresErrors::tellsOfPortInUse)) {
            throw EmbeddedPostgresErrors.portInUse(port, null);
        }
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

    /** Its version, such as 18.4; null before the start. */
    String version() {
        return version;
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
            return Files.isSameFile(PostgresLogin.dataDirectory(port, SUPERUSER, superuserPassword, ANSWER_TIME),
                    directory.data());
        } catch (IOException gone) {
            log.debugf(gone, "On port %d is another server than that of '%s'", port, directory.path());
            return false;
        }
    }

    /** Stops the server, by force if it does not obey, and deletes its directory. Also after a failed start. */
    void stop() {
        try {
            if (isRunning && !isListening()) {
                AfterStopLog.warn("Embedded Postgres had ended before it was stopped. Its log ends with:"
                        + System.lineSeparator() + directory.endOfLog());
                new ServerProcesses(directory.data()).end();
            } else {
                ServerEnd.of(directory, programs, starter).now();
            }
            directory.delete();
        } catch (IOException e) {
            AfterStopLog.warn("The directory of embedded Postgres could not be deleted, because of " + e
                    + ". The next start of embedded Postgres tries again; or delete '" + directory.path() + "'.");
        }
    }

    /** A server that has crashed leaves its pid file, and where nobody reaps orphans, its process counts as alive. */
    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) ANSWER_TIME.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The log would tell of a port in use, too, but only after all the work of a start. */
    private static int claimPort(int wanted) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw EmbeddedPostgresErrors.portInUse(wanted, e);
        }
    }
}
