package io.quarkiverse.isolatedschema.runtime.orphan;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

@ExtendWith(PostgresServerExtension.class)
class ProofOfLifeTest {

    private final PostgresServer server;

    private final RunId run = RunId.random();

    private final List<Connection> opened = new ArrayList<>();

    ProofOfLifeTest(PostgresServer server) {
        this.server = server;
    }

    @AfterEach
    void close() throws SQLException {
        for (Connection connection : opened) {
            connection.close();
        }
    }

    private Connection connect() throws SQLException {
        opened.add(server.connect("postgres"));
        return opened.get(opened.size() - 1);
    }

    private boolean isHeld() throws SQLException {
        try (Connection asking = server.connect("template1")) {
            return OwnerLock.living(asking).contains(run);
        }
    }

    private void end(Connection session) throws SQLException {
        execute(connect(), "select pg_terminate_backend(" + query(session, "select pg_backend_pid()::text").get(0) + ")");
        for (int i = 0; i < 200 && isHeld(); i++) {
            execute(connect(), "select pg_sleep(0.01)");
        }
    }

    @Test
    void asLongAsItsSessionLivesNothingIsDone() throws SQLException {
        try (ProofOfLife life = ProofOfLife.of(this::connect, run)) {
            assertThat(life.renew()).isTrue();
            assertThat(opened).hasSize(1);
            assertThat(isHeld()).isTrue();
        }
    }

    @Test
    void aSessionThatEndedIsReplaced() throws SQLException {
        try (ProofOfLife life = ProofOfLife.of(this::connect, run)) {
            end(opened.get(0));
            assertThat(isHeld()).isFalse();

            assertThat(life.renew()).as("what else was connected is lost, too").isFalse();
            assertThat(isHeld()).isTrue();
            assertThat(life.renew()).isTrue();
        }
    }

    /** As when the network fails, and the server has not noticed it yet. */
    @Test
    void aSessionThatTheServerTakesForAliveIsReplacedAsSoonAsItIsGone() throws SQLException {
        try (ProofOfLife life = ProofOfLife.of(this::connect, run)) {
            end(opened.get(0));
            Connection before = connect();
            execute(before, "select pg_advisory_lock(" + run.key() + ")");

            assertThat(life.renew()).isFalse();
            assertThat(isHeld()).as("by the session before").isTrue();
            end(before);
            assertThat(life.renew()).isFalse();
            assertThat(isHeld()).isTrue();
            assertThat(life.renew()).isTrue();
        }
    }

    @Test
    void aServerThatIsGoneIsNoError() throws SQLException {
        int[] calls = { 0 };
        try (ProofOfLife life = ProofOfLife.of(() -> {
            if (calls[0]++ > 0) {
                throw new SQLException("refused");
            }
            return connect();
        }, run)) {
            end(opened.get(0));
            assertThat(life.renew()).isFalse();
            assertThat(life.renew()).isFalse();
        }
    }

    @Test
    void theServerLooksWhetherTheOtherMachineIsThere() throws SQLException {
        try (ProofOfLife life = ProofOfLife.of(this::connect, run)) {
            assertThat(query(opened.get(0), "select setting from pg_settings where name like 'tcp_keepalives%' order by name"))
                    .containsExactly("3", "30", "10");
        }
    }
}
