package io.quarkiverse.isolatedschema.deployment;

import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.provision.Run;
import io.quarkus.builder.item.SimpleBuildItem;
import io.quarkus.runtime.RuntimeValue;

/** The run that is opened when the application starts. */
public final class RunBuildItem extends SimpleBuildItem {

    private final RuntimeValue<Optional<Run>> run;

    /** @param run the run; empty within when the default datasource is not active */
    public RunBuildItem(RuntimeValue<Optional<Run>> run) {
        this.run = run;
    }

    /** @return the run; empty within when the default datasource is not active */
    public RuntimeValue<Optional<Run>> run() {
        return run;
    }
}
