package io.quarkiverse.isolatedschema.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;

class MethodsReportTest {

    private final MethodsReport report = new MethodsReport();

    @Test
    void ofARunInWhichMethodsWantNothingNothingIsTold() {
        report.reset(Reset.NONE, 1_000);

        assertThat(report.summary()).isEmpty();
    }

    @Test
    void eachWayIsToldWithItsMeanCost() {
        report.reset(Reset.WIPE, 2_000_000);
        report.reset(Reset.WIPE, 4_000_000);
        report.reset(Reset.ROLLBACK, 500_000);
        report.reset(Reset.FRESH, 1_250_000);
        report.wipePrepared(12_000_000);
        report.replaced();

        assertThat(report.summary()).isEqualTo(" Wiped before 2 methods, 3.00 ms each."
                + " Began a transaction for 1 method, 0.50 ms each."
                + " Once a fresh lease took the place of one that could not be brought back."
                + " A fresh lease for 1 method, 1.25 ms each. Remembered rows to wipe 1 time in 12 ms.");
    }

    @Test
    void testDataIsToldWithWhatItSaved() {
        FixtureSet orders = FixtureSet.of(List.of("orders.sql"), List.of());
        report.loaded(orders, 30_000_000);
        report.copied(20_000_000);
        report.withFixtures();
        report.withFixtures();

        assertThat(report.summary()).isEqualTo(" Copied a lease to make others from 1 time in 20 ms."
                + " Loaded orders.sql 1 time in 30 ms. 2 leases came with test data.");
    }
}
