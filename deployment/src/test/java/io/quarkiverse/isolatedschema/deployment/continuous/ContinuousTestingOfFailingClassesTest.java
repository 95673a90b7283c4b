package io.quarkiverse.isolatedschema.deployment.continuous;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.QuarkusDevModeTest;

/** The server outlives the runs, and so does what is kept of their failed classes: the latest of them, and nothing else. */
class ContinuousTestingOfFailingClassesTest {

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = ContinuousRuns
            .of(List.of("quarkus.isolated-schema.kept.max-count=2"), FailingIsolatedET.class, SecondIsolatedET.class)
            .setLogRecordPredicate(record -> record.getMessage().contains("What it worked in is kept"));

    private final ContinuousTestingTestUtils runs = new ContinuousTestingTestUtils();

    @Test
    void whatIsKeptDoesNotPileUp() {
        List<String> failed = new ArrayList<>();
        for (int run = 1; run <= 3; run++) {
            assertThat(runs.waitForNextCompletion().getTestsFailed()).isEqualTo(1);
            Sighting sighting = Sighting.take().get(0);
            assertThat(sighting.testClass()).isEqualTo("FailingIsolatedET");
            failed.add(sighting.schema());
            List<String> latest = failed.subList(Math.max(0, run - 2), run);
            Awaitility.await().untilAsserted(() -> assertThat(query(sighting.server(),
                    "select datname from pg_database where datname ~ '^test_'")).containsExactlyInAnyOrderElementsOf(latest));
            if (run < 3) {
                String next = "next " + run + " revision";
                APPLICATION.modifySourceFile(Customers.class, source -> source.replaceFirst("(first|next 1) revision", next));
            }
        }
        assertThat(APPLICATION.getLogRecords()).as("told once for each run").hasSize(3)
                .allSatisfy(record -> assertThat(record.getMessage()).contains("FailingIsolatedET has failed.",
                        "rows      customer: 2 added", "server    there until continuous testing ends"));
    }

    private static List<String> query(String server, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:postgresql://" + server + "/quarkus", "quarkus",
                "quarkus"); Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }
}
