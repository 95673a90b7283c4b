package io.quarkiverse.isolatedschema.deployment;

import io.quarkus.builder.item.SimpleBuildItem;

/** Some test class asks for a schema of its own. Without this item, the extension adds nothing to the application. */
public final class IsolationRequestedBuildItem extends SimpleBuildItem {

    private final boolean all;

    /** @param all whether every test class is isolated, unless it says otherwise */
    public IsolationRequestedBuildItem(boolean all) {
        this.all = all;
    }

    /** @return whether every test class is isolated, unless it says otherwise */
    public boolean all() {
        return all;
    }
}
