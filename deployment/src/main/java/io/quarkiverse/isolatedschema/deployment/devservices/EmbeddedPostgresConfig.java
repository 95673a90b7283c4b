package io.quarkiverse.isolatedschema.deployment.devservices;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithDefault;

/**
 * Where Postgres comes from in tests and dev mode, when no URL is configured. Embedded Postgres serves the default
 * datasource and follows `quarkus.datasource.devservices.*` as far as that makes sense without a container.
 */
@ConfigGroup
public interface EmbeddedPostgresConfig {

    /**
     * What runs Postgres when no URL is configured. With `embedded`, leave `quarkus.datasource.devservices.enabled`
     * unset: if it is set to `true`, Quarkus starts its container in any case.
     */
    @WithDefault("auto")
    Provider provider();

    /**
     * The directory in which embedded Postgres makes its data directory, which it deletes when it stops. Without it the
     * data lies in memory (`/dev/shm`) where at least 1 GiB is free, else in the temporary directory. In memory,
     * databases are cloned about ten times faster.
     */
    Optional<Path> dataDir();

    /**
     * Whether all test JVMs of a user share one embedded server where they ask for the same one: forks, modules of a build, the
     * IDE, continuous testing. The first one starts it, the last one stops it. Applications without isolated test classes, and
     * dev mode, always have a server of their own, since they work in its database itself.
     */
    @WithDefault("true")
    boolean shared();

    /**
     * How long a shared embedded server stays up after the last test JVM that used it, for the next one.
     */
    @WithDefault("PT0S")
    Duration linger();

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
