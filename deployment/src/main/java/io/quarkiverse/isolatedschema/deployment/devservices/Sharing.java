package io.quarkiverse.isolatedschema.deployment.devservices;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server is shared with other JVMs.
 *
 * @param linger how long it stays up after the last one that used it
 * @param keepServer for how long it stays up where something is kept for a look; empty for not at all
 * @param startLock the file whose lock decides who starts it
 */
record Sharing(Duration linger, Optional<Duration> keepServer, Path startLock) {
}
