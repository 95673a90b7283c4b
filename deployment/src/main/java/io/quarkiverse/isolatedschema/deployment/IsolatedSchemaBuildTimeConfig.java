package io.quarkiverse.isolatedschema.deployment;

import java.time.Duration;
import java.util.Optional;

import io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresConfig;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is decided when the application is augmented for tests or dev mode. */
@ConfigMapping(prefix = "quarkus.isolated-schema")
@ConfigRoot
public interface IsolatedSchemaBuildTimeConfig {

    /**
     * Whether the extension does anything. If false, everything behaves as if the extension were absent: test classes
     * share the application's database, and no Postgres is provided where no container engine works.
     */
    @WithDefault("true")
    boolean enabled();

    /**
     * Which test classes run in a schema of their own.
     */
    @WithDefault("annotated")
    Isolate isolate();

    /**
     * For how long embedded Postgres stays up after the test run where schemas are kept for a look. Then it ends itself and
     * deletes its data. Without it embedded Postgres, and all that is kept on it, goes with the run.
     */
    Optional<Duration> keepServer();

    /**
     * Postgres for tests and dev mode.
     */
    EmbeddedPostgresConfig devservices();

    /** Which test classes run in a schema of their own. */
    enum Isolate {
        /** The ones annotated with {@code @IsolatedSchema}. */
        ANNOTATED,
        /** Every {@code @QuarkusTest} class but the ones annotated with {@code @SharedSchema}. */
        ALL
    }
}
