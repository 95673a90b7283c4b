package io.quarkiverse.isolatedschema.deployment.devservices;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.deployment.IsolatedSchemaBuildTimeConfig;
import io.quarkiverse.isolatedschema.deployment.IsolationRequestedBuildItem;
import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;
import io.quarkiverse.isolatedschema.runtime.config.Placement;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.common.runtime.DatabaseKind;
import io.quarkus.datasource.deployment.spi.DefaultDataSourceDbKindBuildItem;
import io.quarkus.datasource.deployment.spi.DevServicesDatasourceConfigurationHandlerBuildItem;
import io.quarkus.datasource.runtime.DataSourceBuildTimeConfig;
import io.quarkus.datasource.runtime.DataSourcesBuildTimeConfig;
import io.quarkus.datasource.runtime.DevServicesBuildTimeConfig;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.DevServicesSharedNetworkBuildItem;
import io.quarkus.deployment.builditem.DockerStatusBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigUtils;

/**
 * Postgres for the default datasource where no container engine works.
 * <p>
 * Quarkus allows one Dev Services provider for each kind of database, and the one for Postgres demands a container. So
 * embedded Postgres is a Dev Service of its own, and Quarkus's is told that the datasource is configured already.
 */
@BuildSteps(onlyIf = { IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class,
        EmbeddedPostgresEnabled.class })
public class EmbeddedPostgresProcessor {

    private static final Logger log = Logger.getLogger(EmbeddedPostgresProcessor.class);
    private static final String DEFAULT = DataSourceUtil.DEFAULT_DATASOURCE_NAME;
    private static final String FEATURE = "isolated-schema";

    @BuildStep
    Optional<EmbeddedPostgresBuildItem> claimDefaultDatasource(IsolatedSchemaBuildTimeConfig config,
            DataSourcesBuildTimeConfig datasources, DevServicesConfig devServices, DockerStatusBuildItem container,
            CurateOutcomeBuildItem application, List<DefaultDataSourceDbKindBuildItem> drivers,
            List<DevServicesSharedNetworkBuildItem> sharedNetwork, LaunchModeBuildItem launchMode,
            Capabilities capabilities) {
        DataSourceBuildTimeConfig datasource = datasources.dataSources().get(DEFAULT);
        if (datasource == null) {
            return Optional.empty();
        }
        Optional<Boolean> enabled = datasource.devservices().enabled();
        DatasourceSituation situation = new DatasourceSituation(
                config.devservices().provider(),
                datasourceProperty("active", Boolean.class).orElse(true),
                enabled,
                DefaultDataSourceDbKindBuildItem.resolve(datasource.dbKind(), drivers,
                        enabled.orElse(!datasources.hasNamedDataSources()), application),
                isUrlConfigured(capabilities),
                launchMode.getLaunchMode() == LaunchMode.TEST,
                DevServicesSharedNetworkBuildItem.isSharedNetworkRequired(devServices, sharedNetwork),
                new ContainerEngine(container));
        if (!situation.calls()) {
            return Optional.empty();
        }
        warnOfContainerSettings(datasource.devservices());
        return Optional.of(new EmbeddedPostgresBuildItem(EmbeddedPostgresSettings.from(datasource.devservices(),
                datasourceProperty("username", String.class), datasourceProperty("password", String.class),
                config.devservices(), devServices.timeout())));
    }

    /** Quarkus's own Dev Service asks these handlers whether the datasource is configured, and stands back if it is. */
    @BuildStep
    void keepContainerAway(Optional<EmbeddedPostgresBuildItem> embedded,
            BuildProducer<DevServicesDatasourceConfigurationHandlerBuildItem> handlers) {
        if (embedded.isPresent()) {
            handlers.produce(new DevServicesDatasourceConfigurationHandlerBuildItem(DatabaseKind.POSTGRESQL,
                    (datasource, running) -> Map.of(), datasource -> Map.of(), DEFAULT::equals));
        }
    }

    @BuildStep
    Optional<DevServicesResultBuildItem> startEmbeddedPostgres(Optional<EmbeddedPostgresBuildItem> embedded,
            IsolatedSchemaBuildTimeConfig config, Optional<IsolationRequestedBuildItem> isolation, Capabilities capabilities) {
        Optional<Duration> keepServer = config.keepServer();
        Optional<Sharing> sharing = embedded.isPresent() && isolation.isPresent() ? sharing(config) : Optional.empty();
        return embedded.map(EmbeddedPostgresBuildItem::settings).map(settings -> DevServicesResultBuildItem
                .<EmbeddedPostgresService> owned()
                .feature(FEATURE)
                .description("Embedded Postgres")
                .serviceName(DEFAULT)
                .serviceConfig(List.of(settings.identity(), keepServer, sharing.map(Sharing::linger)))
                .startable(() -> sharing.map(how -> new EmbeddedPostgresService(settings, how))
                        .orElseGet(() -> new EmbeddedPostgresService(settings, keepServer)))
                .config(staticConfig(settings, keepServer, sharing.isPresent()))
                .configProvider(startedConfig(capabilities.isPresent(Capability.REACTIVE_PG_CLIENT)))
                .postStartHook(EmbeddedPostgresService::logStart)
                .build());
    }

    /** Only databases of their own keep applications apart that share a server; some work in the one that the URL names. */
    private static Optional<Sharing> sharing(IsolatedSchemaBuildTimeConfig config) {
        boolean inGivenDatabase = ConfigUtils.getFirstOptionalValue(List.of(Placement.PROVISIONING), String.class)
                .flatMap(Provisioning::parse).filter(Provisioning::inGivenDatabase).isPresent();
        return config.devservices().shared() && !inGivenDatabase
                ? SharedPlace.startLock().map(lock -> new Sharing(config.devservices().linger(), config.keepServer(), lock))
                : Optional.empty();
    }

    /** A URL counts if there is a client that reads it, as for Quarkus's own Dev Service. */
    private static boolean isUrlConfigured(Capabilities capabilities) {
        return ConfigUtils.isAnyPropertyPresent(keys("jdbc.url"))
                || capabilities.isPresent(Capability.REACTIVE_PG_CLIENT)
                        && ConfigUtils.isAnyPropertyPresent(keys("reactive.url"));
    }

    private static Map<String, String> staticConfig(EmbeddedPostgresSettings settings, Optional<Duration> keepServer,
            boolean shared) {
        Map<String, String> config = new HashMap<>();
        keys("username").forEach(key -> config.put(key, settings.username()));
        keepServer.ifPresent(time -> config.put(InternalKeys.KEEP_SERVER, time.toString()));
        if (shared) {
            config.put(InternalKeys.CONNECTIONS, String.valueOf(SharedConnections.OF_POOLS));
        }
        return config;
    }

    /** What is known once the server runs. */
    private static Map<String, Function<EmbeddedPostgresService, String>> startedConfig(boolean reactive) {
        Map<String, Function<EmbeddedPostgresService, String>> config = new HashMap<>();
        keys("jdbc.url").forEach(key -> config.put(key, EmbeddedPostgresService::getJdbcUrl));
        keys("password").forEach(key -> config.put(key, EmbeddedPostgresService::getPassword));
        config.put(InternalKeys.SERVER_OF_OURS, EmbeddedPostgresService::getJdbcUrl);
        config.put(InternalKeys.KEPT_UNTIL_FILE, EmbeddedPostgresService::getKeptUntilFile);
        config.put(InternalKeys.PASS_FILE, EmbeddedPostgresService::getPassFile);
        if (reactive) {
            keys("reactive.url").forEach(key -> config.put(key, EmbeddedPostgresService::getReactiveUrl));
        }
        return config;
    }

    private static void warnOfContainerSettings(DevServicesBuildTimeConfig devServices) {
        Map<String, Boolean> containerSettings = new TreeMap<>(Map.of(
                "image-name", devServices.imageName().isPresent(),
                "command", devServices.command().isPresent(),
                "show-logs", devServices.showLogs(),
                "volumes", !devServices.volumes().isEmpty(),
                "container-env", !devServices.containerEnv().isEmpty(),
                "container-properties", !devServices.containerProperties().isEmpty()));
        containerSettings.forEach((name, isSet) -> {
            if (isSet) {
                log.warnf("'quarkus.datasource.devservices.%s' has no effect: it is for containers, and the default"
                        + " datasource gets embedded Postgres. Remove it, or start a container engine and"
                        + " leave 'quarkus.isolated-schema.devservices.provider' at 'auto'.", name);
            }
        });
    }

    private static <T> Optional<T> datasourceProperty(String name, Class<T> type) {
        return ConfigUtils.getFirstOptionalValue(keys(name), type);
    }

    private static List<String> keys(String name) {
        return DataSourceUtil.dataSourcePropertyKeys(DEFAULT, name);
    }
}
