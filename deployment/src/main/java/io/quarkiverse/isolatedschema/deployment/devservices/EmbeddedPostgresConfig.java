package io.quarkiverse.isolatedschema.deployment.devservices;

import java.nio.file.Path;
import java.util.Optional;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithDefault;

/** Where Postgres comes from in tests and dev mode, when no URL is configured. */
@ConfigGroup
public interface EmbeddedPostgresConfig {

    /**
     * What runs Postgres when no URL is configured.
     */
    @WithDefault("auto")
    Provider provider();

    /**
     * The directory in which embedded Postgres makes its data directory. Without it the data lies in memory
     * (`/dev/shm`) where there is room, else in the temporary directory.
     */
    Optional<Path> dataDir();

    /** What runs Postgres when no URL is configured. */
    enum Provider {
        /** Quarkus's own container where a container engine works, embedded Postgres where none does. */
        AUTO,
        /** Quarkus's own container. */
        CONTAINER,
        /** A Postgres server started from binaries, without a container engine. */
        EMBEDDED
    }
}
