package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkus.deployment.builditem.Startable;

/**
 * One Postgres server without a container, as a Dev Service: started by Quarkus right before the application, stopped by
 * it with the application or when its settings change. Should the JVM end without that, a shutdown hook stops it; only
 * a killed JVM leaves the server running and its directory, named {@code isolated-schema-pg-*}, behind, until the next start
 * of an embedded server. Where schemas are kept for a look, and it is asked for, the server stays up for a while.
 */
public final class EmbeddedPostgresService implements Startable {

    private static final Logger log = Logger.getLogger(EmbeddedPostgresService.class);

    private final EmbeddedPostgresSettings settings;
    private final Optional<Duration> keepServer;

    private EmbeddedServer server;
    private String version;
    private Duration startTime;
    private Thread shutdownHook;

    /**
     * A service that is not running yet.
     *
     * @param settings what to start
     */
    EmbeddedPostgresService(EmbeddedPostgresSettings settings) {
        this(settings, Optional.empty());
    }

    /**
     * A service that is not running yet.
     *
     * @param settings what to start
     * @param keepServer for how long the server stays up after this service where something is kept for a look; empty for
     *        not at all
     */
    EmbeddedPostgresService(EmbeddedPostgresSettings settings, Optional<Duration> keepServer) {
        this.settings = settings;
        this.keepServer = keepServer;
    }

    /**
     * Starts the server and makes the application's user and database.
     *
     * @throws io.quarkiverse.isolatedschema.IsolationException if that fails; nothing is left behind then
     */
    @Override
    public synchronized void start() {
        long begin = System.nanoTime();
        Optional<Path> dataDir = settings.dataDir().map(Path::of);
        // first, since the room they take decides where this one goes
        OrphanedServers.sweep(DataDirectory.places(dataDir));
        server = new EmbeddedServer(settings, DataDirectory.create(dataDir));
        shutdownHook = new Thread(this::stopServer, "isolated-schema-pg-stop");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            server.start();
            version = DatabaseSetup.run(server, settings);
            PassFile.write(server, settings.username());
        } catch (IOException | SQLException | RuntimeException e) {
            // read before close() deletes it
            String endOfLog = server.directory().endOfLog();
            int port = server.port();
            close();
            throw EmbeddedPostgresErrors.startFailed(e, endOfLog, settings, port);
        }
        startTime = Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Says that the server runs, in the one line that users see of it. */
    void logStart() {
        log.infof("Embedded Postgres %s started on port %d in %d ms, its data lies in %s", version, server.port(),
                startTime.toMillis(), server.directory().path());
    }

    @Override
    public String getConnectionInfo() {
        return getJdbcUrl();
    }

    /** Always null: there is no container. */
    @Override
    public String getContainerId() {
        return null;
    }

    /** The JDBC URL of the application's database, without credentials. */
    public String getJdbcUrl() {
        return settings.jdbcUrl(server.port());
    }

    /** The same URL for reactive clients. */
    public String getReactiveUrl() {
        return settings.reactiveUrl(server.port());
    }

    /** The file that says until when the server stays up after this service; there is none before. */
    String getKeptUntilFile() {
        return ServerKeeper.keptUntil(server.directory()).toString();
    }

    /** The password of the application's user. */
    public String getPassword() {
        return server.password();
    }

    /** The file from which psql reads that password. */
    String getPassFile() {
        return server.directory().passFile().toString();
    }

    /** Where the data lies, empty if the server does not run. */
    Optional<Path> dataDirectory() {
        return Optional.ofNullable(server).map(running -> running.directory().path());
    }

    @Override
    public synchronized void close() {
        stopServer();
        if (shutdownHook != null) {
            removeShutdownHook();
            shutdownHook = null;
        }
    }

    private void removeShutdownHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            log.trace("The JVM is shutting down, the hook will find nothing to do", e);
        }
    }

    private synchronized void stopServer() {
        if (server != null) {
            if (keepServer.isEmpty() || !new ServerKeeper(server, settings.databaseName(), keepServer.get()).keepUp()) {
                server.stop();
            }
            server = null;
        }
    }
}
