package io.quarkiverse.isolatedschema.deployment.devservices;

import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresFixture.connect;
import static io.quarkiverse.isolatedschema.deployment.devservices.Rows.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.isolatedschema.IsolationException;

/** Nobody but the user gets in, or sees how one does. */
class EmbeddedServerSecurityTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @Test
    void eachStartHasAPasswordOfItsOwn() {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        service.start();
        String first = service.getPassword();
        service.close();
        service.start();
        String second = service.getPassword();
        service.close();

        assertThat(first).hasSize(36).isNotEqualTo(second);
    }

    @Test
    void psqlFindsThePasswordThatNobodyKnows() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(new EmbeddedPostgresSettings("a:b\\c", Optional.empty(),
                "quarkus", 0, List.of(), List.of(), Map.of(), Optional.of(place.toString()), Duration.ofSeconds(60)));
        service.start();
        try {
            String server = service.getJdbcUrl().replace("jdbc:postgresql://", "postgresql://a%3Ab%5Cc@");
            Process psql = new ProcessBuilder("psql", server + "?passfile=" + service.getPassFile(), "-w", "-tAc",
                    "select current_user").redirectErrorStream(true).start();
            assertThat(new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()).isEqualTo("a:b\\c");
        } catch (IOException withoutPsql) {
            abort("no psql here");
        } finally {
            service.close();
        }
    }

    @Test
    void passwordsAreHashedByScramAndAskedOfEverybody() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        service.start();
        try (Connection connection = connect(service)) {
            assertThat(query(connection, "select string_agg(distinct left(rolpassword, 14), ' ') from pg_authid"
                    + " where rolcanlogin")).isEqualTo("SCRAM-SHA-256$");
            assertThat(query(connection, "select string_agg(distinct auth_method, ' ') from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
        } finally {
            service.close();
        }
    }

    @Test
    void whatLeadsToTheDataIsClosedToOthers() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(
                EmbeddedPostgresFixture.defaults(place.resolve("made/if need be")));
        service.start();
        try {
            Path directory = service.dataDirectory().orElseThrow();
            for (Path level : List.of(place.resolve("made"), place.resolve("made/if need be"), directory,
                    directory.resolve("data"))) {
                assertThat(permissions(level)).as(level.toString()).isEqualTo("rwx------");
            }
            assertThat(permissions(directory.resolve("pgpass"))).isEqualTo("rw-------");
        } finally {
            service.close();
        }
    }

    @Test
    void processesShowNoPassword() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(withPassword("quarkus", "telling-4711"));
        Seen seen = new Seen();
        seen.start();
        service.start();
        try (Connection connection = connect(service, "quarkus", "telling-4711")) {
            assertThat(connection.isValid(1)).isTrue();
        } finally {
            service.close();
            seen.end();
        }
        assertThat(seen.commands).anyMatch(command -> command.contains("pg_ctl"))
                .noneMatch(command -> command.contains("telling-4711"));
    }

    /** The end of the log is told with the error, and Postgres logs the statement that failed. */
    @Test
    void aUserThatPostgresRefusesIsToldWithoutItsPassword() {
        EmbeddedPostgresService service = new EmbeddedPostgresService(withPassword("pg_mine", "telling-4711"));

        assertThatThrownBy(service::start).isInstanceOf(IsolationException.class)
                .hasMessageContaining("role name \"pg_mine\" is reserved").hasMessageNotContaining("telling-4711");
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void anInitScriptThatFailsIsToldWithoutPasswords() {
        String sql = "create role Shop PassWord 'it''s telling' superuser oops";

        assertThat(EmbeddedPostgresErrors.scriptFailed("s", "p", 1, sql, new IOException("no"))).hasMessageContaining(
                "'create role Shop PassWord '…' superuser oops'").hasMessageNotContaining("telling");
    }

    private EmbeddedPostgresSettings withPassword(String user, String password) {
        return new EmbeddedPostgresSettings(user, Optional.of(password), "quarkus", 0, List.of(), List.of(), Map.of(),
                Optional.of(place.toString()), Duration.ofSeconds(60));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Looks all the time at what the processes of this machine were started with. */
    private static final class Seen extends Thread {

        private final Set<String> commands = ConcurrentHashMap.newKeySet();

        private volatile boolean ended;

        @Override
        public void run() {
            while (!ended) {
                try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
                    all.map(process -> process.info().commandLine().orElse("")).forEach(commands::add);
                }
            }
        }

        void end() throws InterruptedException {
            ended = true;
            join();
        }
    }
}
