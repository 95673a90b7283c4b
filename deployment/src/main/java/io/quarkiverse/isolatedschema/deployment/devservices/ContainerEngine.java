package io.quarkiverse.isolatedschema.deployment.devservices;

import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.quarkus.deployment.builditem.DockerStatusBuildItem;

/**
 * Whether containers can be started. Testcontainers, which Quarkus asks, answers "no" with errors in the log; where
 * Postgres does without containers they would alarm for nothing.
 */
final class ContainerEngine implements BooleanSupplier {

    private static final Logger TESTCONTAINERS = Logger.getLogger("org.testcontainers");

    private final DockerStatusBuildItem status;

    /**
     * @param status Quarkus's knowledge, which it gathers when asked for the first time
     */
    ContainerEngine(DockerStatusBuildItem status) {
        this.status = status;
    }

    @Override
    public boolean getAsBoolean() {
        if (TESTCONTAINERS.getLevel() != null) {
            return status.isContainerRuntimeAvailable();
        }
        TESTCONTAINERS.setLevel(Level.OFF);
        try {
            return status.isContainerRuntimeAvailable();
        } finally {
            TESTCONTAINERS.setLevel(null);
        }
    }
}
