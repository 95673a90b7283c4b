package io.quarkiverse.isolatedschema.deployment.continuous;

import static io.quarkiverse.isolatedschema.deployment.continuous.ContinuousRuns.TABLE;
import static io.quarkiverse.isolatedschema.deployment.continuous.ContinuousRuns.editMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.ContinuousTestingTestUtils.TestStatus;
import io.quarkus.test.QuarkusDevModeTest;

class ContinuousTestingOfIsolatedClassesTest {

    private static final String LEFT = """
            select 'database ' || datname from pg_database where datname like 'test\\_%' union all
            select 'session in ' || datname || ': ' || query from pg_stat_activity
                where backend_type = 'client backend' and pid <> pg_backend_pid()""";

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = ContinuousRuns.of(FirstIsolatedET.class, SecondIsolatedET.class);

    private final ContinuousTestingTestUtils runs = new ContinuousTestingTestUtils();

    private final Set<String> schemas = new HashSet<>();

    private String server;

    @Test
    void everyRunIsGreenAndLeavesNothingWhateverIsEdited() {
        greenRun("first revision", "email");

        APPLICATION.modifySourceFile(Customers.class, source -> source.replace("first revision", "second revision"));
        greenRun("second revision", "email");

        editMigration(APPLICATION, sql -> sql.replace(")", ", phone text)"));
        greenRun("second revision", "email phone");

        editMigration(APPLICATION, sql -> sql.replace("create table", "create tabel"));
        redRun();

        editMigration(APPLICATION, sql -> TABLE);
        greenRun("second revision", "email");

        assertThat(schemas).as("schemas of two classes in four runs").hasSize(8);
    }

    private void greenRun(String revision, String columns) {
        TestStatus status = runs.waitForNextCompletion();
        List<Sighting> seen = Sighting.take();

        assertThat(status.getTestsFailed()).as("failed in %s", status).isZero();
        assertThat(seen).extracting(Sighting::testClass).containsExactly("FirstIsolatedET", "SecondIsolatedET");
        assertThat(seen).extracting(Sighting::revision).containsOnly(revision);
        assertThat(seen).extracting(Sighting::columns).containsOnly(columns);
        seen.forEach(sighting -> schemas.add(sighting.schema()));
        assertThat(seen).extracting(Sighting::server).containsOnly(server == null ? seen.get(0).server() : server);
        server = seen.get(0).server();
        nothingIsLeft();
    }

    /** The application can't start. */
    private void redRun() {
        TestStatus status = runs.waitForNextCompletion();

        assertThat(status.getTestsPassed()).as("passed in %s", status).isZero();
        assertThat(status.getTestsFailed()).as("failed in %s", status).isPositive();
        assertThat(Sighting.take()).isEmpty();
        nothingIsLeft();
    }

    /** The server outlives the runs. A session that was closed ends a moment later. */
    private void nothingIsLeft() {
        Awaitility.await().untilAsserted(() -> assertThat(query(LEFT)).isEmpty());
    }

    private List<String> query(String sql) throws SQLException {
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
