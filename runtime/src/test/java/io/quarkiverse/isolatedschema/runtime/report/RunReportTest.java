package io.quarkiverse.isolatedschema.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;

class RunReportTest {

    private static final long MILLI = 1_000_000;

    private final List<String> left = new ArrayList<>();

    private final RunReport report = new RunReport(() -> left);

    @Test
    void aRunWithoutIsolatedClassesHasNothingToTell() {
        report.captured(5 * MILLI, Provisioning.REPLAY);

        assertThat(report.summary()).isEmpty();
    }

    @Test
    void oneClassIsToldInTheSingular() {
        report.captured(20 * MILLI, Provisioning.DATABASE_CLONE);
        report.handedOver("OrderTest", false, 12 * MILLI, 13 * MILLI);
        report.dropped(4 * MILLI);

        assertThat(report.summary())
                .isEqualTo("Isolated schemas: 1 test class in 1 lease, made by database-clone, 0 of them ahead."
                        + " Taking the template 20 ms; preparing 12 ms, 12.0 ms a lease;"
                        + " tests waited 13 ms, 13.0 ms a class; dropping 1 of them 4 ms beside the tests.");
    }

    @Test
    void aClassWithSeveralLeasesCountsOnce() {
        report.handedOver("OrderTest", false, 10 * MILLI, 11 * MILLI);
        report.handedOver("OrderTest", true, 11 * MILLI, 12 * MILLI);
        report.handedOver("CustomerTest", true, 12 * MILLI, 13 * MILLI);

        assertThat(report.summary()).contains("2 test classes in 3 leases", "2 of them ahead",
                "preparing 33 ms, 11.0 ms a lease",
                "tests waited 36 ms, 18.0 ms a class", "dropping 0 of them");
    }

    @Test
    void whatCrossedABoundaryIsCounted() {
        report.handedOver("OrderTest", false, 10 * MILLI, 11 * MILLI);
        assertThat(report.summary()).endsWith("beside the tests.");
        report.stragglers(0);
        report.stragglers(1);
        assertThat(report.summary()).endsWith(" beside the tests. 1 straggler was cut off.");
        report.stragglers(2);
        report.wentOn();
        assertThat(report.summary()).endsWith(" 3 stragglers were cut off."
                + " Once a thread went on with its work in the schema of a later class.");
        report.wentOn();
        assertThat(report.summary()).endsWith(" 2 times a thread went on with its work in the schema of a later class.");
    }

    @Test
    void itReadsTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            report.handedOver("OrderTest", false, 10 * MILLI, 11 * MILLI);
            assertThat(report.summary()).contains("10.0 ms a lease");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whatIsLeftIsAskedAnewEachTime() {
        assertThat(report.left()).isEmpty();
        left.add("test_1");
        assertThat(report.left()).containsExactly("test_1");
    }

    @Test
    void whatGoesWithTheServerIsNotAskedFor() {
        assertThat(report.end()).isEqualTo("Nothing is left.");
        assertThat(RunReport.goingWithServer().end()).isEqualTo("The rest goes with the server.");
        assertThat(RunReport.goingWithServer().left()).isEmpty();
    }

    @Test
    void whatIsKeptIsNamedWithItsClass() {
        report.kept("test_1", "OrderTest");
        assertThat(report.keeps()).isTrue();
        assertThat(report.end()).isEqualTo("1 kept: test_1 of OrderTest.");

        report.kept("test_2", "CustomerTest");
        assertThat(report.end()).isEqualTo("2 kept: test_1 of OrderTest, test_2 of CustomerTest.");
    }

    @Test
    void whatGaveWayToOthersIsKeptNoMore() {
        report.kept("test_1", "OrderTest");
        report.noLongerKept("test_of_another_run");
        report.noLongerKept("test_1");

        assertThat(report.keeps()).isFalse();
        assertThat(report.end()).isEqualTo("Nothing is left.");
    }

    @Test
    void itIsHandedFromTheApplicationToTheTestResourceOnce() {
        RunId run = RunId.random();
        RunReports.put(run, report);

        assertThat(RunReports.of(run)).isSameAs(report);
        assertThat(RunReports.take(RunId.random())).isEmpty();
        assertThat(RunReports.take(run)).containsSame(report);
        assertThat(RunReports.take(run)).isEmpty();
    }
}
