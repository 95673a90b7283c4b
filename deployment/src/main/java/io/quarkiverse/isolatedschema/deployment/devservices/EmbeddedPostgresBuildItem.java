package io.quarkiverse.isolatedschema.deployment.devservices;

import io.quarkus.builder.item.SimpleBuildItem;

/** The default datasource is served by embedded Postgres; absent where it is not. */
public final class EmbeddedPostgresBuildItem extends SimpleBuildItem {

    private final EmbeddedPostgresSettings settings;

    EmbeddedPostgresBuildItem(EmbeddedPostgresSettings settings) {
        this.settings = settings;
    }

    EmbeddedPostgresSettings settings() {
        return settings;
    }
}
