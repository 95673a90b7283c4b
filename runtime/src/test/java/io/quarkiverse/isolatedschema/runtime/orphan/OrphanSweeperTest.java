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

import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.Marker;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** A database is dropped when it has our name and our mark, and its owner is dead: never for less. */
@ExtendWith(PostgresServerExtension.class)
class OrphanSweeperTest {

    private final PostgresServer server;

    private final RunId dead = RunId.random();

    private Connection connection;

    OrphanSweeperTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = server.connect("postgres");
        OrphanSweeper.ofDatabases(connection).sweep();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private List<String> sweep() throws SQLException {
        return OrphanSweeper.ofDatabases(connection).sweep();
    }

    private String marked(String name) throws SQLException {
        new DatabaseCopies(true).copy(connection, name, "template0", PostgresServer.SUPERUSER);
        return name;
    }

    private String unmarked(String name) throws SQLException {
        Databases.execute(connection, "create database " + name + " template template0 strategy file_copy");
        return name;
    }

    private void assertSurvivesAndDrop(String name) throws SQLException {
        assertThat(sweep()).isEmpty();
        assertThat(Databases.exists(connection, name)).isTrue();
        Databases.execute(connection, "drop database " + name);
    }

    @Test
    void allThatADeadRunLeftIsDropped() throws SQLException {
        try (LogRecords log = new LogRecords(OrphanSweeper.class)) {
            List<String> left = List.of(marked(LeaseName.lease(dead)), marked(LeaseName.runDatabase(dead)),
                    marked(LeaseName.template(dead)));

            assertThat(sweep()).containsExactlyInAnyOrderElementsOf(left);

            assertThat(OrphanSweeper.ofDatabases(connection).leftOf(dead)).isEmpty();
            assertThat(log.at(Level.INFO)).containsExactly("Dropped 3 databases that earlier test runs left behind");
        }
    }

    @Test
    void aSealedOneIsDroppedToo() throws SQLException {
        String template = marked(LeaseName.template(dead));
        Databases.seal(connection, template);

        assertThat(sweep()).containsExactly(template);
    }

    @Test
    void ourNameWithoutOurMarkSurvives() throws SQLException {
        assertSurvivesAndDrop(unmarked(LeaseName.lease(dead)));
    }

    @Test
    void anotherConnectionLimitIsNotOurMark() throws SQLException {
        String name = unmarked(LeaseName.runDatabase(dead));
        Databases.execute(connection, "alter database " + name + " connection limit " + (Marker.CONNECTION_LIMIT - 1));

        assertSurvivesAndDrop(name);
    }

    @Test
    void ourMarkWithoutOurNameSurvives() throws SQLException {
        assertSurvivesAndDrop(marked("shop_" + dead + dead));
        assertSurvivesAndDrop(marked("test_orders_" + dead));
        assertSurvivesAndDrop(marked("test_" + dead + dead + "0"));
    }

    @Test
    void whatALivingOwnerHasSurvivesHoweverManyConnectionsItHasOtherwise() throws SQLException {
        String lease = marked(LeaseName.lease(dead));
        OwnerLock lock = OwnerLock.take(server.connect("template1"), dead);
        assertThat(sweep()).isEmpty();
        assertThat(OrphanSweeper.ofDatabases(connection).leftOf(dead)).containsExactly(lease);

        lock.close();
        for (int i = 0; i < 200 && OwnerLock.living(connection).contains(dead); i++) {
            Databases.execute(connection, "select pg_sleep(0.01)");
        }

        assertThat(sweep()).containsExactly(lease);
    }

    @Test
    void anotherOwnersLifeIsNoProof() throws SQLException {
        String lease = marked(LeaseName.lease(dead));
        try (OwnerLock lock = OwnerLock.take(server.connect("postgres"), RunId.random())) {
            assertThat(sweep()).containsExactly(lease);
        }
    }

    @Test
    void oneThatCannotBeDroppedIsLeftForTheNextSweep() throws SQLException {
        String stubborn = marked(LeaseName.lease(dead));
        String other = marked(LeaseName.lease(dead));
        server.execute(stubborn, "begin; create table t (id int); prepare transaction '" + stubborn + "'");

        assertThat(sweep()).containsExactly(other);

        server.execute(stubborn, "rollback prepared '" + stubborn + "'");
        assertThat(sweep()).containsExactly(stubborn);
    }

    @Test
    void whatBelongsToAnotherRoleIsLeftToIt() throws SQLException {
        String lease = marked(LeaseName.lease(dead));
        try (Connection stranger = server.access(server.role()).connect("postgres")) {
            assertThat(OrphanSweeper.ofDatabases(stranger).sweep()).isEmpty();
        }
        assertThat(sweep()).containsExactly(lease);
    }

    @Test
    void theNextStartSweeps() throws SQLException {
        String lease = marked(LeaseName.lease(dead));
        try (RunDatabase run = RunDatabase.open(Run.of(server, PostgresServer.SUPERUSER, "template1").request())) {
            assertThat(Databases.exists(connection, lease)).isFalse();
            assertThat(sweep()).as("the living run's").isEmpty();
            assertThat(run.left()).containsExactly(run.name());
        }
    }

    @Test
    void noNameOfOthersIsEverDropped() throws SQLException {
        assertThatThrownBy(() -> Databases.drop(connection, "postgres")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'postgres' is not one of ours");
        assertThatThrownBy(() -> Databases.drop(connection, "test_orders")).isInstanceOf(IllegalArgumentException.class);
    }
}
