package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.sql.SQLException;

/**
 * A server that is ready for the application.
 *
 * @param server the server
 * @param version its version
 * @param joined whether another JVM has started it
 */
record StartedServer(EmbeddedServer server, String version, boolean joined) {

    /**
     * Starts a server and makes the application's user and database.
     *
     * @param settings what to start
     * @param directory its directory
     * @throws io.quarkiverse.isolatedschema.IsolationException if that fails; the directory is gone then
     */
    static StartedServer start(EmbeddedPostgresSettings settings, DataDirectory directory) {
        EmbeddedServer server = new EmbeddedServer(settings, directory);
        try {
            server.start();
            String version = DatabaseSetup.run(server, settings);
            PassFile.write(server, settings.username());
            return new StartedServer(server, version, false);
        } catch (IOException | SQLException | RuntimeException e) {
            // read before stop() deletes it
            String endOfLog = directory.endOfLog();
            int port = server.port();
            server.stop();
            throw EmbeddedPostgresErrors.startFailed(e, endOfLog, settings, port);
        }
    }
}
