package io.quarkiverse.isolatedschema.deployment.devservices;

import java.util.Map;
import java.util.Set;

import org.testcontainers.postgresql.PostgreSQLContainer;

import io.quarkus.datasource.deployment.spi.DatasourceStartable;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;

/** A container as Quarkus's Dev Service prepares it, without an engine to run it: its start does nothing. */
final class NeverStartedContainer extends PostgreSQLContainer implements DatasourceStartable {

    static final String URL = "jdbc:postgresql://localhost:4711/quarkus";

    static final PostgresImage IMAGE = new PostgresImage(Map.of("PGDATA", "/var/lib/postgresql/18/docker"),
            Set.of("/var/lib/postgresql"), "");

    NeverStartedContainer() {
        super("postgres:18");
        setCommand("--max_prepared_transactions=100");
    }

    /** What Quarkus knows of it. */
    static DevServicesResultBuildItem service(String feature, String datasource, NeverStartedContainer container) {
        return DevServicesResultBuildItem.<NeverStartedContainer> owned().feature(feature).serviceName(datasource)
                .serviceConfig("").startable(() -> container)
                .configProvider(Map.of("quarkus.datasource.jdbc.url", NeverStartedContainer::getEffectiveJdbcUrl)).build();
    }

    @Override
    public String getDockerImageName() {
        return "postgres:18";
    }

    @Override
    public String getContainerId() {
        return "never started";
    }

    @Override
    public String getEffectiveJdbcUrl() {
        return URL;
    }

    @Override
    public String getReactiveUrl() {
        return URL;
    }

    @Override
    public String getConnectionInfo() {
        return URL;
    }

    @Override
    public void start() {
        // there is no engine
    }

    @Override
    public void close() {
        // nothing was started
    }
}
