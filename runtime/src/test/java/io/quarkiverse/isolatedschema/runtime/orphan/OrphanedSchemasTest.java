package io.quarkiverse.isolatedschema.runtime.orphan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.logging.Level;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.Schemas;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** A schema in a user's database is dropped when it has our name and our mark, and its owner is dead: never for less. */
@ExtendWith(PostgresServerExtension.class)
class OrphanedSchemasTest {

    private final PostgresServer server;

    private final Run application;

    private final RunId dead = RunId.random();

    private Connection connection;

    OrphanedSchemasTest(PostgresServer server) throws SQLException {
        this.server = server;
        application = GivenRun.application(server);
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = server.access(application.role()).connect(application.database());
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private List<String> sweep() throws SQLException {
        return OrphanSweeper.ofSchemas(connection).sweep();
    }

    private String marked(String name) throws SQLException {
        Schemas.create(connection, name, application.role(), "test");
        Databases.execute(connection, "create table " + name + ".note (text varchar)");
        return name;
    }

    private void assertSurvives(String name) throws SQLException {
        assertThat(sweep()).isEmpty();
        assertThat(Databases.query(connection, "select nspname from pg_namespace where nspname = ?", name))
                .containsExactly(name);
    }

    @Test
    void allThatADeadRunLeftIsDropped() throws SQLException {
        try (LogRecords log = new LogRecords(OrphanSweeper.class)) {
            List<String> left = List.of(marked(LeaseName.bootSchema(dead)), marked(LeaseName.lease(dead)));

            assertThat(sweep()).containsExactlyInAnyOrderElementsOf(left);

            assertThat(OrphanSweeper.ofSchemas(connection).leftOf(dead)).isEmpty();
            assertThat(log.at(Level.INFO)).containsExactly("Dropped 2 schemas that earlier test runs left behind");
        }
    }

    @Test
    void ourNameWithoutOurMarkSurvives() throws SQLException {
        String name = LeaseName.lease(dead);
        Databases.execute(connection, "create schema " + name);
        assertSurvives(name);

        Databases.execute(connection, "comment on schema " + name + " is 'made by hand, see quarkus-isolated-schema: no'");
        assertSurvives(name);
        assertThatThrownBy(() -> Schemas.drop(connection, name)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Schema '" + name + "' is not marked as one of ours and is never dropped");
    }

    @Test
    void ourMarkWithoutOurNameSurvives() throws SQLException {
        assertSurvives(marked("shop"));
        assertSurvives(marked("test_orders"));
        assertSurvives(marked(LeaseName.runDatabase(dead)));
        assertThatThrownBy(() -> Schemas.drop(connection, "shop")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Schema 'shop' is not one of ours and is never dropped");
    }

    @Test
    void whatALivingOwnerHasSurvivesWhereverItsLockIsHeld() throws SQLException {
        String lease = marked(LeaseName.lease(dead));
        try (OwnerLock lock = OwnerLock.take(server.connect("template1"), dead)) {
            assertSurvives(lease);
        }
        for (int i = 0; i < 200 && OwnerLock.living(connection).contains(dead); i++) {
            Databases.execute(connection, "select pg_sleep(0.01)");
        }
        assertThat(sweep()).containsExactly(lease);
    }

    @Test
    void whatBelongsToAnotherRoleIsLeftToIt() throws SQLException {
        String lease = marked(LeaseName.lease(dead));
        try (Connection stranger = server.access(server.role("")).connect(application.database())) {
            assertThat(OrphanSweeper.ofSchemas(stranger).sweep()).isEmpty();
        }
        assertThat(sweep()).containsExactly(lease);
    }

    @Test
    void oneThatIsInUseIsLeftForTheNextSweepAndKeepsNoOtherFromBeingDropped() throws SQLException {
        String busy = marked(LeaseName.lease(dead));
        String other = marked(LeaseName.lease(dead));
        try (Connection straggler = server.access(application.role()).connect(application.database())) {
            straggler.setAutoCommit(false);
            Databases.query(straggler, "select text from " + busy + ".note");
            assertThat(sweep()).containsExactly(other);
        }
        assertThat(sweep()).containsExactly(busy);
    }

    @Test
    void theNextStartSweeps() throws SQLException {
        marked(LeaseName.lease(dead));
        try (GivenRun given = GivenRun.open(application, Provisioning.REPLAY)) {
            assertThat(OrphanSweeper.ofSchemas(connection).leftOf(dead)).isEmpty();
            assertThat(sweep()).as("the living run's").isEmpty();
        }
    }
}
