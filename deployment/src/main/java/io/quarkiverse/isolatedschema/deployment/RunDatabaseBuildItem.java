package io.quarkiverse.isolatedschema.deployment;

import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkus.builder.item.SimpleBuildItem;
import io.quarkus.runtime.RuntimeValue;

/** The run database that is made when the application starts. */
public final class RunDatabaseBuildItem extends SimpleBuildItem {

    private final RuntimeValue<Optional<RunDatabase>> runDatabase;

    /** @param runDatabase the run database; empty within when the default datasource is not active */
    public RunDatabaseBuildItem(RuntimeValue<Optional<RunDatabase>> runDatabase) {
        this.runDatabase = runDatabase;
    }

    /** @return the run database; empty within when the default datasource is not active */
    public RuntimeValue<Optional<RunDatabase>> runDatabase() {
        return runDatabase;
    }
}
