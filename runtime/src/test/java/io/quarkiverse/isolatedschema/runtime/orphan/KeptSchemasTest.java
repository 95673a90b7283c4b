package io.quarkiverse.isolatedschema.runtime.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.KeptMark;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.Schemas;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** Schemas kept for a look in a user's database. */
@ExtendWith(PostgresServerExtension.class)
class KeptSchemasTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Run application;

    private final PostgresServer server;

    private final RunId run = RunId.random();

    private Connection connection;

    KeptSchemasTest(PostgresServer server) throws SQLException {
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

    private String lease() throws SQLException {
        String name = LeaseName.lease(run);
        Schemas.create(connection, name, application.role(), "OrderTest");
        return name;
    }

    private String expired() throws SQLException {
        String name = lease();
        Schemas.mark(connection, name,
                KeptMark.of("OrderTest", Databases.now(connection).minus(LONG).minusSeconds(1), LONG).comment());
        return name;
    }

    @Test
    void neitherASweepNorTheEndOfItsRunDropsIt() throws SQLException {
        String name = lease();
        lease();
        KeptLeases.ofSchemas(connection).keep(name, "OrderTest", new KeptLeases.Limits(LONG, 10));

        OrphanSweeper.ofSchemas(connection).dropAllOf(run);
        assertThat(OrphanSweeper.ofSchemas(connection).sweep()).isEmpty();

        assertThat(Schemas.ours(connection)).containsExactly(name);
    }

    @Test
    void whenItsTimeHasComeTheNextSweepDropsIt() throws SQLException {
        String name = expired();

        assertThat(OrphanSweeper.ofSchemas(connection).sweep()).containsExactly(name);
    }

    @Test
    void beyondTheLimitTheOldestGiveWay() throws SQLException {
        String old = expired();
        String older = lease();
        String latest = lease();
        KeptLeases.ofSchemas(connection).keep(older, "OrderTest", new KeptLeases.Limits(LONG, 10));

        assertThat(KeptLeases.ofSchemas(connection).keep(latest, "OrderTest", new KeptLeases.Limits(LONG, 2)).dropped())
                .containsExactly(old);
        assertThat(Schemas.ours(connection)).containsExactlyInAnyOrder(older, latest);
    }

    @Test
    void aSchemaOfTheUserWithTheSameCommentIsNeverDropped() throws SQLException {
        Databases.execute(connection, "create schema mine");
        Schemas.mark(connection, "mine", KeptMark.of("OrderTest", Databases.now(connection).minus(LONG), LONG).comment());

        assertThat(KeptLeases.ofSchemas(connection).dropBeyond(0)).isEmpty();
        assertThat(OrphanSweeper.ofSchemas(connection).sweep()).isEmpty();
        assertThat(Databases.query(connection, "select nspname from pg_namespace where nspname = 'mine'"))
                .isEqualTo(List.of("mine"));
    }
}
