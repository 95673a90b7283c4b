package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** Surefire forks, each with an application of its own, on one server of ours. */
@ExtendWith(PostgresServerExtension.class)
class SeveralJvmsOnOneServerTest {

    private static final int JVMS = 3;

    private static final int LEASES = 4;

    private final PostgresServer server;

    SeveralJvmsOnOneServerTest(PostgresServer server) {
        this.server = server;
    }

    @Test
    @Timeout(120)
    void eachHasItsOwnLeasesAndTheBaseCopyIsMadeOnce() throws Exception {
        Run application = Run.on(server);
        server.execute(application.database(),
                "create table public.prepared (id int); grant select on public.prepared to public");
        List<Process> jvms = new ArrayList<>();
        try {
            for (int i = 0; i < JVMS; i++) {
                jvms.add(start(application));
            }
            for (Process jvm : jvms) {
                assertThat(read(jvm)).isEqualTo("ready");
            }
            for (Process jvm : jvms) {
                jvm.getOutputStream().write('\n');
                jvm.getOutputStream().flush();
            }
            for (Process jvm : jvms) {
                assertThat(read(jvm)).isEqualTo("leases " + LEASES + ", left []");
                assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(jvm.exitValue()).isZero();
            }
        } finally {
            jvms.forEach(Process::destroyForcibly);
        }
        assertThat(server.query("postgres", "select base.datname from pg_database base join pg_database named"
                + " on base.datname like '%base\\_' || named.oid || '%' where named.datname = ?", application.database()))
                .as("base copies, finished or not").hasSize(1);
    }

    private static Process start(Run application) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp",
                System.getProperty("java.class.path"), Fork.class.getName(), application.request().original().toString(),
                application.role()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** One line, and no more: the rest is read later. */
    private static String read(Process jvm) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = jvm.getInputStream().read(); c != '\n' && c != -1; c = jvm.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** Starts when it is told to, takes leases, looks into each, and stops. */
    static final class Fork {

        private Fork() {
        }

        public static void main(String[] arguments) throws Exception {
            JdbcUrl url = JdbcUrl.parse(arguments[0]).orElseThrow();
            Properties properties = new Properties();
            properties.put("user", arguments[1]);
            ServerAccess access = new ServerAccess(url, () -> properties);
            access.open(url).close();
            System.out.println("ready");
            System.in.read();
            RunDatabase run = RunDatabase
                    .open(new RunDatabaseRequest(RunId.random(), url, access, access, Optional.empty(), true));
            int good;
            try (run) {
                good = takeLeases(run);
            }
            System.out.println("leases " + good + ", left " + run.left());
        }

        private static int takeLeases(RunDatabase run) throws SQLException {
            String own = run.run().toString();
            try (Connection boot = Run.connect(run.bootLease())) {
                execute(boot, "create table own (run text); insert into own values ('" + own + "')");
            }
            Provisioner leases = new DatabaseCloneProvisioner(Template.capture(run));
            int good = 0;
            for (int i = 0; i < LEASES; i++) {
                Lease lease = leases.provision("fork").lease();
                try (Connection connection = Run.connect(lease)) {
                    if (query(connection, "select run from own, (select count(*) from public.prepared) p")
                            .equals(List.of(own))) {
                        good++;
                    }
                    execute(connection, "delete from own");
                }
                leases.drop(lease);
            }
            return good;
        }
    }
}
