package io.quarkiverse.isolatedschema.runtime;

import java.time.Duration;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureLoader;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;
import io.quarkiverse.isolatedschema.runtime.report.MethodsReport;
import io.quarkiverse.isolatedschema.runtime.reset.WipeScope;

/**
 * What the leases of all classes of a run have in common.
 *
 * @param binding where the application is
 * @param stocks what leases are made of
 * @param supply gives them out
 * @param dropper takes them back
 * @param pools makes their pools
 * @param fixtures loads test data
 * @param report what was done for methods
 * @param background what nobody waits for
 * @param patience how long something waits for work that is in its way
 */
record ClassTools(Binding binding, Stocks stocks, LeaseSupply supply, LeaseDropper dropper, LeasePoolFactory pools,
        FixtureLoader fixtures, MethodsReport report, Background background, Duration patience) {

    /** Whether a lease is a database of its own, which can be copied as a whole. */
    boolean leasesCanBeCopied() {
        return stocks.base().provisioner().provisioning() == Provisioning.DATABASE_CLONE;
    }

    WipeScope scope(Lease lease) {
        return WipeAhead.scope(stocks.base().provisioner(), lease);
    }
}
