package io.quarkiverse.isolatedschema.deployment.devservices;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.testcontainers.DockerClientFactory;

import com.github.dockerjava.api.model.ContainerConfig;

/**
 * What an image of Postgres says about itself.
 *
 * @param environment the variables it sets
 * @param volumes the paths it declares to be volumes
 * @param user whom it runs as; blank for root
 */
record PostgresImage(Map<String, String> environment, Set<String> volumes, String user) {

    private static final String PGDATA = "PGDATA";

    private static final Set<String> ROOT = Set.of("", "root", "0", "0:0", "root:root");

    /**
     * Asks the container engine.
     *
     * @param name the name of an image that is pulled already
     */
    static PostgresImage inspect(String name) {
        ContainerConfig config = DockerClientFactory.lazyClient().inspectImageCmd(name).exec().getConfig();
        return of(config == null ? new ContainerConfig() : config);
    }

    /** The same, from the engine's answer, in which anything may be missing. */
    static PostgresImage of(ContainerConfig config) {
        return new PostgresImage(
                Optional.ofNullable(config.getEnv()).stream().flatMap(Arrays::stream).map(variable -> variable.split("=", 2))
                        .filter(variable -> variable.length == 2)
                        .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1], (one, other) -> other)),
                Optional.ofNullable(config.getVolumes()).stream().map(Map::keySet).flatMap(Set::stream)
                        .collect(Collectors.toSet()),
                Optional.ofNullable(config.getUser()).orElse(""));
    }

    /**
     * Where a container of this image may have its data in memory.
     * <p>
     * Only inside a volume that the image declares: elsewhere the image may bring a database along, which a file system
     * mounted over it would hide. And only where the container starts as root, since others may not take such a file
     * system over.
     *
     * @param container the variables that the container sets itself
     * @return an absolute path; empty where the data has to stay where it is
     */
    Optional<String> dataInMemory(Map<String, String> container) {
        return Optional.ofNullable(container.getOrDefault(PGDATA, environment.get(PGDATA)))
                .filter(path -> path.startsWith("/") && isInVolume(path) && ROOT.contains(user.strip()));
    }

    private boolean isInVolume(String path) {
        return volumes.stream().anyMatch(volume -> path.equals(volume) || path.startsWith(volume + "/"));
    }
}
