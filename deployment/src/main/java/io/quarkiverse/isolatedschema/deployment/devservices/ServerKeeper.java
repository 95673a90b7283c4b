package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;

/** Leaves an embedded server up after its JVM, where something on it is kept for a look, and sees to its end. */
final class ServerKeeper {

    private static final Logger log = Logger.getLogger(ServerKeeper.class);

    private final EmbeddedServer server;

    private final String database;

    private final Duration time;

    /**
     * @param server the server
     * @param database the application's database
     * @param time for how long it stays up from now on
     */
    ServerKeeper(EmbeddedServer server, String database, Duration time) {
        this.server = server;
        this.database = database;
        this.time = time;
    }

    /** The file that says until when a server stays up. */
    static Path keptUntil(DataDirectory directory) {
        return directory.path().resolve(KeptServerWatch.KEPT_UNTIL);
    }

    /**
     * Leaves the server up if there is something to look at.
     *
     * @return whether it stays; if not, the caller stops it
     */
    boolean keepUp() {
        try {
            Optional<ProcessHandle> postmaster = server.directory().postmaster();
            if (postmaster.isEmpty() || !holdsKeptLeases()) {
                return false;
            }
            Instant until = Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS);
            writeKeptUntil(until);
            new WatchProcess(server.directory(), KeptServerWatch.class).start(postmaster.get());
            log.infof("Embedded Postgres stays up on port %d until %s, for the schemas that are kept for a look. Delete '%s' to"
                    + " end it earlier", server.port(), until, keptUntil(server.directory()));
            return true;
        } catch (IOException | SQLException | RuntimeException failed) {
            log.warnf("Embedded Postgres does not stay up for the schemas that are kept for a look, although"
                    + " 'quarkus.isolated-schema.keep-server' is '%s': %s. Make sure that the JVM of the tests may start '%s'.",
                    time, failed, WatchProcess.java());
            return false;
        }
    }

    /** Both kinds: databases, and schemas in the application's own. */
    private boolean holdsKeptLeases() throws SQLException {
        try (Connection databases = server.connect("postgres"); Connection schemas = server.connect(database)) {
            return !KeptLeases.ofDatabases(databases).names().alive().isEmpty()
                    || !KeptLeases.ofSchemas(schemas).names().alive().isEmpty();
        }
    }

    /** At once, so that nobody reads half of it. */
    private void writeKeptUntil(Instant until) throws IOException {
        Path file = keptUntil(server.directory());
        Path half = Files.writeString(file.resolveSibling(KeptServerWatch.KEPT_UNTIL + ".new"), until + "\n");
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
