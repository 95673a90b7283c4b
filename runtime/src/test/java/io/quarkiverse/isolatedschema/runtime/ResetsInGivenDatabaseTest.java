package io.quarkiverse.isolatedschema.runtime;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkiverse.isolatedschema.runtime.testing.Application;
import io.quarkiverse.isolatedschema.runtime.testing.Fixtures;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** What the methods of a class find in its lease, where leases are schemas of one database and cannot be copied. */
@ExtendWith(PostgresServerExtension.class)
class ResetsInGivenDatabaseTest {

    private final PostgresServer server;

    private Application application;

    ResetsInGivenDatabaseTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void boot() throws SQLException {
        application = Application.replaying(Run.on(server), 0);
    }

    @AfterEach
    void stop() {
        application.close();
        assertThat(application.run().left()).isEmpty();
    }

    private void begin(boolean writesBefore, Reset... resets) {
        application.leases().handOver(new ClassPlan("OrderTest", FixtureSet.NONE, Set.of(resets), writesBefore));
    }

    private void note(String text) throws SQLException {
        application.in(connection -> execute(connection, "insert into note values ('" + text + "')"));
    }

    private void beginMethod(Reset reset) {
        application.leases().beginMethod(new MethodPlan("OrderTest.method", reset, FixtureSet.NONE));
    }

    @ParameterizedTest
    @EnumSource(names = { "WIPE", "ROLLBACK" })
    void everyMethodFindsWhatWasThereBeforeTheFirst(Reset reset) throws Exception {
        begin(true, reset);
        note("before all");
        for (int i = 0; i < 3; i++) {
            beginMethod(reset);
            assertThat(application.notes()).containsExactly("before all");
            note("of a method");
            application.leases().endMethod();
        }
        application.leases().giveBack();
    }

    @Test
    void aFreshLeaseHoldsWhatTheApplicationHadAndTheFixtures() throws Exception {
        application.leases().handOver(new ClassPlan("OrderTest", Fixtures.of("insert into note values ('fixture')"),
                Set.of(Reset.FRESH), false));
        for (int i = 0; i < 2; i++) {
            beginMethod(Reset.FRESH);
            assertThat(application.notes()).containsExactly("fixture");
            note("of a method");
            application.leases().endMethod();
        }
        application.leases().giveBack();
    }

    @Test
    void aFreshLeaseIsRefusedWhereItWouldLackWhatWasWrittenBefore() throws Exception {
        begin(true, Reset.FRESH);
        note("before all");

        assertThatThrownBy(() -> beginMethod(Reset.FRESH)).isInstanceOf(IsolationException.class)
                .hasMessageContaining("'OrderTest.method' cannot get a schema of its own by Reset.FRESH")
                .hasMessageContaining("Use Reset.WIPE");
        application.leases().endMethod();
        assertThat(application.notes()).containsExactly("before all");
        application.leases().giveBack();
    }

    @Test
    void definitionsAreAnsweredWithAFreshLeaseWhereNothingWasWrittenBefore() throws Exception {
        begin(false, Reset.WIPE);
        beginMethod(Reset.WIPE);
        application.in(connection -> execute(connection, "drop table note"));
        application.leases().endMethod();
        beginMethod(Reset.WIPE);
        assertThat(application.notes()).isEmpty();
        application.leases().endMethod();
        application.leases().giveBack();
    }

    @Test
    void definitionsAreRefusedWhereSomethingWasWrittenBefore() throws Exception {
        begin(true, Reset.WIPE);
        beginMethod(Reset.WIPE);
        application.in(connection -> execute(connection, "create table slip (id int)"));
        application.leases().endMethod();

        assertThatThrownBy(() -> beginMethod(Reset.WIPE)).isInstanceOf(IsolationException.class)
                .hasMessageContaining("'OrderTest.method' cannot begin, because schema '").hasMessageContaining("slip")
                .hasMessageContaining("where databases cannot be cloned");
        application.leases().giveBack();
    }

    @Test
    void aSnapshotBringsRowsBackInTheSameSchema() throws Exception {
        begin(true, Reset.NONE);
        String schema = application.leases().current().orElseThrow().schema();
        note("imported");
        application.leases().snapshot("after-import");
        for (int i = 0; i < 2; i++) {
            note("later");
            application.leases().restore("after-import");
            assertThat(application.notes()).containsExactly("imported");
        }
        assertThat(application.leases().current().orElseThrow().schema()).isEqualTo(schema);

        application.in(connection -> execute(connection, "create table slip (id int)"));
        assertThatThrownBy(() -> application.leases().restore("after-import")).isInstanceOf(IsolationException.class)
                .hasMessageContaining("Snapshot 'after-import' of schema '" + schema + "' could not be restored")
                .hasMessageContaining("slip");
        application.leases().giveBack();
    }
}
