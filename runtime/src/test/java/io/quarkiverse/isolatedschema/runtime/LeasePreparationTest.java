package io.quarkiverse.isolatedschema.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.provision.DatabaseCloneProvisioner;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.Template;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class LeasePreparationTest {

    private final PostgresServer server;

    LeasePreparationTest(PostgresServer server) {
        this.server = server;
    }

    @Test
    void aLeaseWhoseConnectionsCannotBeOpenedIsNotLeftBehind() throws SQLException {
        Run application = Run.on(server);
        try (RunDatabase run = RunDatabase.open(application.request())) {
            LeasePreparation preparation = new LeasePreparation(new DatabaseCloneProvisioner(Template.capture(run)),
                    Pools.of(application), 4);
            // Room for the connections that rename and drop, not for four of a pool.
            int sessions = server.sessionsOf(application.role());
            server.execute("postgres", "alter role " + application.role() + " connection limit " + (sessions + 2));

            assertThatThrownBy(preparation::ahead).isInstanceOf(SQLException.class)
                    .hasMessageContaining("too many connections for role");
            assertThat(run.left()).as("run database and template").hasSize(2);
        }
    }
}
