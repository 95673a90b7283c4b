package io.quarkiverse.isolatedschema.runtime.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.provision.DatabaseCloneProvisioner;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabaseRequest;
import io.quarkiverse.isolatedschema.runtime.provision.Template;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class KilledOwnerTest {

    private final PostgresServer server;

    KilledOwnerTest(PostgresServer server) {
        this.server = server;
    }

    @Test
    @Timeout(60)
    void theNextSweepDropsAllItLeft() throws Exception {
        Run application = Run.on(server);
        Process owner = start(application);
        try (Connection connection = server.connect("postgres"); BufferedReader output = owner.inputReader()) {
            RunId run = RunId.parse(output.readLine());
            OrphanSweeper sweeper = OrphanSweeper.ofDatabases(connection);
            assertThat(sweeper.leftOf(run)).hasSize(3);
            assertThat(sweeper.sweep()).as("while it lives").isEmpty();

            // SIGKILL: no shutdown hook, no closed connection.
            owner.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            for (int i = 0; i < 500 && OwnerLock.living(connection).contains(run); i++) {
                Databases.execute(connection, "select pg_sleep(0.01)");
            }

            assertThat(sweeper.sweep()).hasSize(3);
            assertThat(sweeper.leftOf(run)).isEmpty();
        } finally {
            owner.destroyForcibly();
        }
    }

    private static Process start(Run application) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Owner.class.getName(), application.request().original().toString(),
                application.role()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Has a run database, a template and a lease, says so, and waits to be killed. */
    static final class Owner {

        private Owner() {
        }

        public static void main(String[] arguments) throws SQLException, InterruptedException {
            JdbcUrl url = JdbcUrl.parse(arguments[0]).orElseThrow();
            Properties properties = new Properties();
            properties.put("user", arguments[1]);
            ServerAccess access = new ServerAccess(url, () -> properties);
            RunDatabase run = RunDatabase
                    .open(new RunDatabaseRequest(RunId.random(), url, access, access, Optional.empty(), false));
            new DatabaseCloneProvisioner(Template.capture(run)).provision("killed");
            System.out.println(run.run());
            Thread.sleep(60_000);
        }
    }
}
