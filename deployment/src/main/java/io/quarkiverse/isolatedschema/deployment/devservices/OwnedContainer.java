package io.quarkiverse.isolatedschema.deployment.devservices;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.jboss.logging.Logger;
import org.testcontainers.containers.GenericContainer;

import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.deployment.spi.DatasourceStartable;
import io.quarkus.deployment.Feature;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.Startable;

/**
 * Makes the container that Quarkus's Dev Service starts for the default datasource of tests a server of ours: with its
 * data in memory and without durability. It is one as long as it dies with the tests and brings nothing along: a container
 * that is reused, or that gets volumes, stays as Quarkus makes it.
 */
final class OwnedContainer {

    private static final Logger log = Logger.getLogger(OwnedContainer.class);

    private final BooleanSupplier reuseWorks;

    private final Function<String, PostgresImage> images;

    private volatile DatasourceStartable ours;

    /**
     * @param reuseWorks whether the environment lets containers be reused, which each of them also has to ask for
     * @param images tells by its name what an image says, after it is pulled
     */
    OwnedContainer(BooleanSupplier reuseWorks, Function<String, PostgresImage> images) {
        this.reuseWorks = reuseWorks;
        this.images = images;
    }

    /**
     * Adapts a Dev Service right before it starts, if it is the container in question.
     *
     * @param service what Quarkus knows of it
     * @param startable the service
     * @return the same service
     */
    Startable adapt(DevServicesResultBuildItem service, Startable startable) {
        if (Feature.JDBC_POSTGRESQL.getName().equals(service.getName())
                && DataSourceUtil.DEFAULT_DATASOURCE_NAME.equals(service.getServiceName())
                && startable instanceof DatasourceStartable postgres
                && startable instanceof GenericContainer<?> container && isOwned(container)) {
            putDataInMemory(container);
            addSettings(container);
            ours = postgres;
        }
        return startable;
    }

    /**
     * What the application is told, once Quarkus tells it the container's URL.
     *
     * @param devServices what all Dev Services that run tell the application
     */
    Map<String, String> tell(Map<String, String> devServices) {
        DatasourceStartable server = ours;
        return server != null && InternalKeys.JDBC_URL.stream().anyMatch(devServices::containsKey)
                ? Map.of(InternalKeys.SERVER_OF_OURS, server.getEffectiveJdbcUrl())
                : Map.of();
    }

    private boolean isOwned(GenericContainer<?> container) {
        boolean reused = container.isShouldBeReused() && reuseWorks.getAsBoolean();
        boolean mounted = !container.getBinds().isEmpty() || !container.getCopyToFileContainerPathMap().isEmpty();
        if (reused || mounted) {
            log.debugf("The Postgres container is left as it is, since it %s", reused ? "is reused" : "gets volumes or files");
        }
        return !reused && !mounted;
    }

    private void putDataInMemory(GenericContainer<?> container) {
        Optional<String> path = inspect(container).flatMap(image -> image.dataInMemory(container.getEnvMap()));
        if (path.isEmpty()) {
            log.debug("The data of the Postgres container stays on its disk: its image does not say that it lies in a volume"
                    + " and belongs to root at the start");
            return;
        }
        Map<String, String> mounts = new HashMap<>();
        Optional.ofNullable(container.getTmpFsMapping()).ifPresent(mounts::putAll);
        mounts.putIfAbsent(path.get(), "rw");
        container.withTmpFs(mounts);
        log.debugf("The data of the Postgres container lies in memory, at '%s'", path.get());
    }

    /** An image that can't be had makes the start fail by itself, with a message of its own. */
    private Optional<PostgresImage> inspect(GenericContainer<?> container) {
        try {
            return Optional.of(images.apply(container.getDockerImageName()));
        } catch (RuntimeException failed) {
            log.debug("The image of the Postgres container could not be inspected", failed);
            return Optional.empty();
        }
    }

    private static void addSettings(GenericContainer<?> container) {
        String[] parts = Optional.ofNullable(container.getCommandParts()).orElse(new String[0]);
        Optional<List<String>> command = new ContainerCommand(List.of(parts)).with(ServerSettings.SHARED);
        if (command.isEmpty()) {
            log.debug(
                    "The command of the Postgres container is left as it is, since it starts something else, or Postgres with a"
                            + " configuration file");
        }
        command.map(ArrayList::new).ifPresent(words -> container.setCommandParts(words.toArray(new String[0])));
    }
}
