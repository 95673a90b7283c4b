package io.quarkiverse.isolatedschema.deployment.devservices;

import java.util.Optional;

import org.testcontainers.utility.TestcontainersConfiguration;

import io.quarkiverse.isolatedschema.deployment.IsolationEnabled;
import io.quarkiverse.isolatedschema.deployment.IsolationRequestedBuildItem;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesAdditionalConfigBuildItem;
import io.quarkus.deployment.builditem.DevServicesCustomizerBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;

/** Lets Quarkus's Postgres container of isolated test classes be a server of ours. */
@BuildSteps(onlyIf = { IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class, IsolationEnabled.class })
class OwnedContainerProcessor {

    @BuildStep
    void adaptContainer(Optional<IsolationRequestedBuildItem> requested,
            BuildProducer<DevServicesCustomizerBuildItem> customizers,
            BuildProducer<DevServicesAdditionalConfigBuildItem> additional) {
        if (requested.isPresent()) {
            OwnedContainer container = new OwnedContainer(
                    () -> TestcontainersConfiguration.getInstance().environmentSupportsReuse(), PostgresImage::inspect);
            customizers.produce(new DevServicesCustomizerBuildItem(container::adapt));
            additional.produce(new DevServicesAdditionalConfigBuildItem(container::tell));
        }
    }
}
