package io.quarkiverse.isolatedschema.deployment.devservices;

import java.util.List;
import java.util.function.Consumer;

import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.builder.BuildContext;
import io.quarkus.deployment.builditem.DevServicesCustomizerBuildItem;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;

/**
 * Shows what the build makes of the Postgres container of the default datasource: all that would be applied to it before
 * it starts is applied to one that never starts.
 */
public final class AdaptedContainer implements Consumer<BuildChainBuilder> {

    /** A property of the JVM, since the build runs this class in a class loader of its own. */
    private static final String COMMAND = AdaptedContainer.class.getName();

    /** Its command in the latest build. */
    static String command() {
        return System.clearProperty(COMMAND);
    }

    @Override
    public void accept(BuildChainBuilder chain) {
        chain.addBuildStep(AdaptedContainer::adapt).consumes(DevServicesCustomizerBuildItem.class)
                .produces(FeatureBuildItem.class).build();
    }

    private static void adapt(BuildContext build) {
        NeverStartedContainer container = new NeverStartedContainer();
        DevServicesResultBuildItem service = NeverStartedContainer.service("jdbc-postgresql", "<default>", container);
        build.consumeMulti(DevServicesCustomizerBuildItem.class).forEach(item -> item.apply(service, container));
        System.setProperty(COMMAND, String.join(" ", List.of(container.getCommandParts())));
    }
}
