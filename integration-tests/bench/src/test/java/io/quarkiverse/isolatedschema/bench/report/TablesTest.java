package io.quarkiverse.isolatedschema.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.bench.result.Recorder;

class TablesTest {

    private static String asciiDoc(Recorder recorder) {
        return new Tables(SampleResults.of(recorder)).all().stream().map(Table::asciiDoc)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aWayHasAFigureForEachSizeThatWasMeasured() {
        assertThat(asciiDoc(SampleResults.recorder()))
                .contains("|Extension, database clone, warm |2.00 (3.00) |2.00\n",
                        "|Flyway clean and migrate | |400\n", "|Flyway clean and migrate | |1600\n")
                .containsSubsequence("one process", "|400", "4 processes at once", "|1600");
    }

    @Test
    void thePartsOfAHandOverStandSideBySide() {
        assertThat(asciiDoc(SampleResults.recorder()))
                .contains("|database-clone-warm |small |1.00 |0.050 | | | | \n".replace("| \n", "|\n"));
    }

    @Test
    void ratiosAreOfMedians() {
        assertThat(asciiDoc(SampleResults.recorder())).contains(
                "|Flyway clean and migrate to Extension, database clone, warm, medium |200\n",
                "|Suite without its start: isolated to not isolated, medium |1.10\n",
                "|Suite with its start: isolated to not isolated, medium |1.14\n",
                "|Many leases: the last tenth to the first |1.10\n");
    }

    @Test
    void whatAMethodWaitsForIsATableOfItsOwn() {
        assertThat(new Tables(SampleResults.of(SampleResults.recorder())).methods().asciiDoc()).contains(
                "|`Reset.WIPE`, five tables changed | |4.00 (5.00)\n", "|Truncate all tables, insert reference data | |40.0\n");
        assertThat(new Tables(SampleResults.of(new Recorder())).methods().isEmpty()).isTrue();
    }

    @Test
    void whatStandsBehindItIsToldWithTheOtherTables() {
        assertThat(asciiDoc(SampleResults.recorder())).contains(
                "|`Reset.WIPE`, five tables changed |medium |2.50 | | |12.0\n",
                "each in a fresh schema: together, as many leases ready | |90.0\n",
                "|Each of the tests that follow, with no lease in stock | |45.0\n", "|Take a snapshot | |30.0\n",
                "|Restore it, and the first query, a lease of it ready | |3.00\n",
                "|Between methods: Truncate all tables, insert reference data to `Reset.WIPE`, five tables changed, medium |10.0\n");
    }

    @Test
    void suitesAreToldInSeconds() {
        assertThat(asciiDoc(SampleResults.recorder())).contains("|suite-isolated, medium |33.00 |33.00 |40.00 |1\n");
    }

    @Test
    void everyTenthOfManyLeasesHasARow() {
        assertThat(asciiDoc(SampleResults.recorder())).contains("|1 |10.0 | | |7.00\n|2 |11.0 | | |7.00\n");
    }

    @Test
    void whatWasNotMeasuredHasNoTable() {
        assertThat(asciiDoc(new Recorder())).contains(".The machine").doesNotContain(".A fresh state", ".Suites", ".Ratios",
                ".Ten times", ".The parts", ".Until");
    }
}
