package io.quarkiverse.isolatedschema.deployment;

import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkus.builder.item.SimpleBuildItem;
import io.quarkus.runtime.RuntimeValue;

/** The run database that is made when the application starts. */
public final class RunDatabaseBuildItem extends SimpleBuildItem {

    private final RuntimeValue<RunDatabase> runDatabase;

    /** @param runDatabase the run database; null within when the default datasource is not active */
    public RunDatabaseBuildItem(RuntimeValue<RunDatabase> runDatabase) {
        this.runDatabase = runDatabase;
    }

    /** @return the run database; null within when the default datasource is not active */
    public RuntimeValue<RunDatabase> runDatabase() {
        return runDatabase;
    }
}
