package io.quarkiverse.isolatedschema.runtime.testing;

import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.ClassPlan;
import io.quarkiverse.isolatedschema.runtime.Leases;
import io.quarkiverse.isolatedschema.runtime.MethodPlan;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;

/** Gives nobody anything; tests overwrite what they are about. */
public class NoLeases implements Leases {

    @Override
    public Optional<Lease> current() {
        return Optional.empty();
    }

    @Override
    public Lease handOver(ClassPlan plan) {
        return new Lease("lease", "lease", null, null);
    }

    @Override
    public void beginMethod(MethodPlan plan) {
    }

    @Override
    public Optional<Lease> endMethod() {
        return Optional.empty();
    }

    @Override
    public void beginNested(boolean writes) {
    }

    @Override
    public void endNested() {
    }

    @Override
    public Stragglers giveBack() {
        return Stragglers.NONE;
    }

    @Override
    public void keep(Lease lease, String testClass, boolean failed) {
    }

    @Override
    public void snapshot(String name) {
    }

    @Override
    public void restore(String name) {
    }

    @Override
    public void classWithoutLeaseBegins() {
    }
}
