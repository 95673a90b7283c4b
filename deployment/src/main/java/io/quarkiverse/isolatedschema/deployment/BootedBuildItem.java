package io.quarkiverse.isolatedschema.deployment;

import io.quarkus.builder.item.EmptyBuildItem;

/** The application has started, and every migration is applied: the template may be taken. */
public final class BootedBuildItem extends EmptyBuildItem {
}
