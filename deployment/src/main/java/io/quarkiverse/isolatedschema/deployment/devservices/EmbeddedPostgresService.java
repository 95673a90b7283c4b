package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkus.deployment.builditem.Startable;

/**
 * One Postgres server without a container, as a Dev Service: started by Quarkus right before the application, stopped by
 * it with the application or when its settings change. Should the JVM end without that, a shutdown hook stops it; only
 * a killed JVM leaves the server running and its directory, named {@code isolated-schema-pg-*}, behind, until the next start
 * of an embedded server. Where schemas are kept for a look, and it is asked for, the server stays up for a while.
 * <p>
 * A server that is {@link SharedServers shared} is joined where another JVM has started one, and stopped by the last one.
 */
public final class EmbeddedPostgresService implements Startable {

    private static final Logger log = Logger.getLogger(EmbeddedPostgresService.class);

    private final EmbeddedPostgresSettings settings;
    private final Optional<Duration> keepServer;
    private final Optional<Sharing> sharing;

    private SharedServers shared;
    private EmbeddedServer server;
    private StartedServer started;
    private Duration startTime;
    private Thread shutdownHook;

    /**
     * A service that is not running yet, with a server of its own.
     *
     * @param settings what to start
     */
    EmbeddedPostgresService(EmbeddedPostgresSettings settings) {
        this(settings, Optional.empty(), Optional.empty());
    }

    /**
     * A service that is not running yet, with a server of its own.
     *
     * @param settings what to start
     * @param keepServer for how long the server stays up after this service where something is kept for a look; empty for
     *        not at all
     */
    EmbeddedPostgresService(EmbeddedPostgresSettings settings, Optional<Duration> keepServer) {
        this(settings, keepServer, Optional.empty());
    }

    /**
     * A service that is not running yet, with a server that it shares with others that ask for the same.
     *
     * @param settings what to start
     * @param sharing how it is shared
     */
    EmbeddedPostgresService(EmbeddedPostgresSettings settings, Sharing sharing) {
        this(settings, sharing.keepServer(), Optional.of(sharing));
    }

    private EmbeddedPostgresService(EmbeddedPostgresSettings settings, Optional<Duration> keepServer,
            Optional<Sharing> sharing) {
        this.settings = settings;
        this.keepServer = keepServer;
        this.sharing = sharing;
    }

    /**
     * Starts the server and makes the application's user and database, or joins one that runs.
     *
     * @throws io.quarkiverse.isolatedschema.IsolationException if that fails; nothing is left behind then
     */
    @Override
    public synchronized void start() {
        long begin = System.nanoTime();
        Optional<Path> dataDir = settings.dataDir().map(Path::of);
        // first, since the room they take decides where this one goes
        OrphanedServers.sweep(DataDirectory.places(dataDir));
        // it waits for this start to end
        shutdownHook = new Thread(this::stopServer, "isolated-schema-pg-stop");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            started = sharing.flatMap(this::share)
                    .orElseGet(() -> StartedServer.start(settings, DataDirectory.create(dataDir)));
            server = started.server();
        } finally {
            if (server == null) {
                close();
            }
        }
        startTime = Duration.ofNanos(System.nanoTime() - begin);
    }

    private Optional<StartedServer> share(Sharing how) {
        try {
            SharedServers servers = new SharedServers(settings, how, ServerIdentity.of(settings, how.keepServer()));
            Optional<StartedServer> used = servers.use();
            shared = used.isPresent() ? servers : null;
            return used;
        } catch (IOException unreadable) {
            log.debug("Embedded Postgres is not shared, since it cannot be told what it would be made of", unreadable);
            return Optional.empty();
        }
    }

    /** Says that the server runs, in the one line that users see of it. */
    void logStart() {
        log.infof("Embedded Postgres %s %s on port %d in %d ms, its data lies in %s", started.version(),
                started.joined() ? "joined" : "started", server.port(), startTime.toMillis(), server.directory().path());
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
        if (server == null) {
            return;
        }
        if (shared != null) {
            shared.leave(server);
        } else if (keepServer.isEmpty() || !new ServerKeeper(server, settings.databaseName(), keepServer.get()).keepUp()) {
            server.stop();
        }
        server = null;
    }
}
