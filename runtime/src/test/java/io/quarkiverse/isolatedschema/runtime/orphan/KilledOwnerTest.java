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
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.provision.BootedApplication;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.GivenDatabaseRequest;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabaseRequest;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
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
    void theNextSweepDropsAllDatabasesItLeft() throws Exception {
        assertSwept(Run.on(server), "postgres", OrphanSweeper::ofDatabases, 3);
    }

    @Test
    @Timeout(60)
    void theNextSweepDropsAllSchemasItLeft() throws Exception {
        Run application = GivenRun.application(server);

        assertSwept(application, application.database(), OrphanSweeper::ofSchemas, 2);
    }

    private void assertSwept(Run application, String database, Function<Connection, OrphanSweeper> kind, int left)
            throws Exception {
        Process owner = start(application);
        try (Connection connection = server.connect(database); BufferedReader output = owner.inputReader()) {
            RunId run = RunId.parse(output.readLine());
            OrphanSweeper sweeper = kind.apply(connection);
            assertThat(sweeper.leftOf(run)).hasSize(left);
            assertThat(sweeper.sweep()).as("while it lives").isEmpty();

            // SIGKILL: no shutdown hook, no closed connection.
            owner.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            for (int i = 0; i < 500 && OwnerLock.living(connection).contains(run); i++) {
                Databases.execute(connection, "select pg_sleep(0.01)");
            }

            assertThat(sweeper.sweep()).hasSize(left);
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

    /** Has a template and a lease where it may create databases, else a lease beside its boot schema; waits to be killed. */
    static final class Owner {

        private Owner() {
        }

        public static void main(String[] arguments) throws SQLException, InterruptedException {
            JdbcUrl url = JdbcUrl.parse(arguments[0]).orElseThrow();
            Properties properties = new Properties();
            properties.put("user", arguments[1]);
            ServerAccess access = new ServerAccess(url, () -> properties);
            RunDatabaseRequest request = new RunDatabaseRequest(RunId.random(), url, access, access, Optional.empty(), false);
            io.quarkiverse.isolatedschema.runtime.provision.Run run;
            try {
                run = RunDatabase.open(request);
            } catch (IsolationException mayNot) {
                run = GivenDatabase.open(new GivenDatabaseRequest(request, "\"$user\", public", Provisioning.AUTO,
                        BootedApplication.UNKNOWN));
            }
            run.capture((lease, work) -> {
            }).provision("killed");
            System.out.println(run.run());
            Thread.sleep(60_000);
        }
    }
}
