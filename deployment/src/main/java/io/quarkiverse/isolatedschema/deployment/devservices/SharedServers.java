package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.jboss.logging.Logger;

/**
 * The servers that JVMs of the same user share which ask for the same. Who comes first starts one, under a lock that lets
 * those who come meanwhile wait for it; who leaves last ends it. That the lock works decides only whether there is one
 * server or two; whether a server is in use is decided in its own {@link SharedDirectory}.
 */
final class SharedServers {

    private static final Logger log = Logger.getLogger(SharedServers.class);

    /** How long the last one waits for those who start another server before it ends its own. */
    private static final Duration STARTING = Duration.ofSeconds(10);

    private final EmbeddedPostgresSettings settings;

    private final Sharing sharing;

    private final ServerIdentity identity;

    private final BriefLock startLock;

    /**
     * @param settings what the servers are made of
     * @param sharing how they are shared
     * @param identity what the servers are known by
     */
    SharedServers(EmbeddedPostgresSettings settings, Sharing sharing, ServerIdentity identity) {
        this.settings = settings;
        this.sharing = sharing;
        this.identity = identity;
        this.startLock = BriefLock.lasting(sharing.startLock(), identity.position());
    }

    /**
     * Finds a server, or starts one.
     *
     * @return empty where servers cannot be shared, so that the caller needs one of its own
     * @throws io.quarkiverse.isolatedschema.IsolationException if a start fails; nothing is left behind then
     */
    Optional<StartedServer> use() {
        Set<Path> silent = new HashSet<>();
        try {
            Optional<StartedServer> used = enter(silent).flatMap(entered -> check(entered, silent));
            while (used.isEmpty()) {
                Optional<Found> found = startLock.holding(settings.startTimeout(), () -> enterOrStart(silent));
                if (found.isEmpty()) {
                    warnOfLock();
                    return Optional.empty();
                }
                used = found.get().started().or(() -> check(found.get().directory(), silent));
            }
            return used;
        } catch (IOException withoutLocks) {
            log.debug("Embedded Postgres is not shared, since files cannot be locked", withoutLocks);
            return Optional.empty();
        }
    }

    private void warnOfLock() {
        log.warnf("Embedded Postgres is not shared with other test runs this time: another one has been starting it for"
                + " %d ms, and holds '%s'. End that one if it hangs; if this machine is just slow, set"
                + " 'quarkus.devservices.timeout' to a longer time, such as '2m'.",
                settings.startTimeout().toMillis(), sharing.startLock());
    }

    /** A directory that was entered, or a server that was started in it. */
    private record Found(DataDirectory directory, Optional<StartedServer> started) {
    }

    /** The lock is held, so a server that was entered is asked later, when nobody waits for that. */
    private Found enterOrStart(Set<Path> silent) throws IOException {
        Optional<DataDirectory> entered = enter(silent);
        if (entered.isPresent()) {
            return new Found(entered.get(), Optional.empty());
        }
        StartedServer started = start();
        return new Found(started.server().directory(), Optional.of(started));
    }

    private Optional<DataDirectory> enter(Set<Path> silent) {
        for (Path path : SharedDirectory.find(SharedPlace.all(settings.dataDir().map(Path::of)), identity)) {
            Optional<DataDirectory> entered = silent.contains(path) ? Optional.empty() : enter(path);
            if (entered.isPresent()) {
                return entered;
            }
        }
        return Optional.empty();
    }

    private static Optional<DataDirectory> enter(Path path) {
        try {
            Optional<DataDirectory> entered = SharedDirectory.join(path);
            if (entered.isEmpty()) {
                removeIfUnused(path);
            }
            return entered;
        } catch (IOException unusable) {
            log.debugf(unusable, "Nobody joins the server in '%s'", path);
            return Optional.empty();
        }
    }

    /** What was half started, has crashed, or is left by those who were killed. */
    private static void removeIfUnused(Path path) throws IOException {
        Optional<DataDirectory> unused = SharedDirectory.takeIfUnused(path);
        if (unused.isPresent()) {
            OrphanedServers.remove(unused.get());
        }
    }

    /** Who has entered keeps others from ending the server, so that there is time to ask it. */
    private Optional<StartedServer> check(DataDirectory directory, Set<Path> silent) {
        Optional<SharedAccess> access = SharedAccess.read(directory);
        if (access.isPresent()) {
            EmbeddedServer server = new EmbeddedServer(settings, directory, access.get());
            try {
                if (server.answers()) {
                    return Optional.of(new StartedServer(server, access.get().version(), true));
                }
            } catch (SQLException gone) {
                log.debugf(gone, "%s in '%s' does not answer", access.get(), directory.path());
            }
        }
        silent.add(directory.path());
        try {
            if (SharedDirectory.leave(directory, () -> false)) {
                OrphanedServers.remove(directory);
            }
        } catch (IOException unusable) {
            log.debugf(unusable, "'%s' is left to whoever cleans up next", directory.path());
        }
        return Optional.empty();
    }

    private StartedServer start() throws IOException {
        DataDirectory directory = DataDirectory.create(Optional.of(SharedPlace.choose(settings.dataDir().map(Path::of))));
        try {
            SharedDirectory.prepare(directory, identity);
        } catch (IOException unusable) {
            directory.delete();
            throw unusable;
        }
        StartedServer started = StartedServer.start(settings, directory);
        try {
            SharedAccess.to(started).publish(directory);
        } catch (IOException unusable) {
            started.server().stop();
            throw unusable;
        }
        return started;
    }

    /**
     * Uses a server no more. The last one ends it, unless it is kept for a look, or for those who come.
     *
     * @param server the server
     */
    void leave(EmbeddedServer server) {
        try {
            // so that nobody starts another server on the same port meanwhile
            if (startLock.holding(STARTING, () -> end(server)).isEmpty()) {
                end(server);
            }
        } catch (IOException unlocked) {
            log.debugf(unlocked, "'%s' is left to whoever cleans up next", server.directory().path());
        }
    }

    private boolean end(EmbeddedServer server) throws IOException {
        boolean last = SharedDirectory.leave(server.directory(), () -> isKept(server) || lingers(server));
        if (last) {
            server.stop();
        }
        return last;
    }

    /** Nobody joins a server that is kept, since nobody uses it. */
    private boolean isKept(EmbeddedServer server) {
        return sharing.keepServer().isPresent()
                && new ServerKeeper(server, settings.databaseName(), sharing.keepServer().get()).keepUp();
    }

    private boolean lingers(EmbeddedServer server) {
        Optional<ProcessHandle> postmaster = server.directory().postmaster();
        if (sharing.linger().isZero() || sharing.linger().isNegative() || postmaster.isEmpty()) {
            return false;
        }
        try {
            LingerWatch.expect(server.directory().path(), sharing.linger());
            new WatchProcess(server.directory(), LingerWatch.class, KeptServerWatch.class).start(postmaster.get());
            return true;
        } catch (IOException failed) {
            log.warnf("Embedded Postgres does not stay up for the next test run, although"
                    + " 'quarkus.isolated-schema.devservices.linger' is '%s': %s. Make sure that the JVM of the tests may start"
                    + " '%s'.", sharing.linger(), failed, WatchProcess.java());
            return false;
        }
    }
}
