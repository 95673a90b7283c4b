package io.quarkiverse.isolatedschema.deployment.continuous;

import static io.quarkiverse.isolatedschema.deployment.continuous.ContinuousRuns.editMigration;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.ContinuousTestingTestUtils.TestStatus;
import io.quarkus.test.QuarkusDevModeTest;

/** What isolation mends: the database outlives the runs, and all that a run did stays in it. */
class ContinuousTestingWithoutIsolationTest {

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = ContinuousRuns.of(SharingET.class)
            .setLogRecordPredicate(record -> record.getThrown() != null);

    private final ContinuousTestingTestUtils runs = new ContinuousTestingTestUtils();

    @Test
    void theSecondRunFailsOnTheRowsOfTheFirstAndTheThirdOnTheEditedMigration() {
        assertThat(runs.waitForNextCompletion().getTestsPassed()).isEqualTo(1);

        APPLICATION.modifySourceFile(Customers.class, source -> source.replace("first revision", "second revision"));
        failsWith("duplicate key value violates unique constraint");

        editMigration(APPLICATION, sql -> sql.replace(")", ", phone text)"));
        failsWith("Migration checksum mismatch for migration version 1");
    }

    private void failsWith(String message) {
        APPLICATION.clearLogRecords();
        TestStatus status = runs.waitForNextCompletion();

        assertThat(status.getTestsPassed()).as("passed in %s", status).isZero();
        assertThat(APPLICATION.getLogRecords()).anySatisfy(record -> assertThat(record.getThrown())
                .hasStackTraceContaining(message));
    }
}
