package io.quarkiverse.isolatedschema.runtime.orphan;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.Schemas;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** A prepared transaction that holds locks in a schema of ours is rolled back before the schema is dropped, and no other. */
@ExtendWith(PostgresServerExtension.class)
@Timeout(60)
class BlockedSchemasTest {

    private final PostgresServer server;

    private final Run application;

    private final String orphan = LeaseName.lease(RunId.random());

    private Connection connection;

    BlockedSchemasTest(PostgresServer server) throws SQLException {
        this.server = server;
        application = GivenRun.application(server);
    }

    @BeforeEach
    void makeAnOrphan() throws SQLException {
        connection = server.access(application.role()).connect(application.database());
        Schemas.create(connection, orphan, application.role(), "test");
        execute(connection, ("create table %1$s.note (id serial); create type %1$s.mood as enum ('fine');"
                + " create function %1$s.f() returns int return 1; create table users_own (id int)").formatted(orphan));
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
        assertThat(server.query("postgres", "select gid from pg_prepared_xacts")).isEmpty();
    }

    private void prepare(Connection preparing, String sql, String gid) throws SQLException {
        execute(preparing, "begin; " + sql.formatted(orphan));
        execute(preparing, "prepare transaction '" + gid + "'");
    }

    private List<String> sweep() throws SQLException {
        return OrphanSweeper.ofSchemas(connection).sweep();
    }

    @ParameterizedTest
    @ValueSource(strings = { "insert into %s.note default values", "create table %s.more (id int)",
            "alter type %s.mood rename value 'fine' to 'good'", "alter function %s.f() cost 7", "select from %s.note",
            "comment on schema %s is null" })
    void whatItHasDoneDoesNotMatter(String sql) throws SQLException {
        prepare(connection, sql, server.unused("in the orphan "));
        long start = System.nanoTime();

        assertThat(sweep()).containsExactly(orphan);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("nobody waited for a lock").isLessThan(TimeLimit.LOCK);
    }

    @Test
    void oneThatWorksElsewhereStays() throws SQLException {
        prepare(connection, "insert into users_own values (1)", "of the user");

        assertThat(sweep()).containsExactly(orphan);

        assertThat(server.query("postgres", "select gid from pg_prepared_xacts")).containsExactly("of the user");
        execute(connection, "commit prepared 'of the user'");
    }

    @Test
    void oneOfSomebodyElseStaysAndTheSchemaWaitsForTheNextSweep() throws SQLException {
        try (Connection superuser = server.connect(application.database())) {
            prepare(superuser, "insert into %s.note default values", "foreign");
        }
        assertThat(sweep()).isEmpty();

        server.execute(application.database(), "rollback prepared 'foreign'");
        assertThat(sweep()).containsExactly(orphan);
    }
}
