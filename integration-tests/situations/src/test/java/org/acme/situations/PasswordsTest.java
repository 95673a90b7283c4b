package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.acme.situations.fixtures.CollidingFixture;
import org.acme.situations.fixtures.CollidingTooFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** However much is logged, no password is: not in the log, not on the console, not in the process table. */
@EnabledOnOs(OS.LINUX)
@ExtendWith(Server.Provided.class)
class PasswordsTest {

    private static final String PASSWORD = "telling-4711";

    private static final String OTHER = "revealing-0815";

    @TempDir
    Path directory;

    @Test
    void ofAConfiguredServer(Server server) throws Exception {
        role(server);
        Situation situation = everything().with("quarkus.datasource.jdbc.url", server.url("restricted")).as("teller", PASSWORD)
                .with("quarkus.isolated-schema.admin.username", "helper_of_teller")
                .with("quarkus.isolated-schema.admin.password", OTHER);

        assertToldWithout(run(situation, true), "runs in schema test_");
    }

    @Test
    void insideTheDatabaseOfAConfiguredServer(Server server) throws Exception {
        role(server);
        Situation situation = everything().with("quarkus.datasource.jdbc.url", server.url("restricted")).as("teller", PASSWORD)
                .with("quarkus.isolated-schema.provisioning", "migrate");

        assertToldWithout(run(situation, true), "runs in schema test_");
    }

    /** The driver itself logs whole URLs. */
    @Test
    void inTheUrl(Server server) throws Exception {
        role(server);
        Situation situation = ours().with("quarkus.datasource.jdbc.url",
                server.url("restricted") + "?user=teller&password=" + PASSWORD);

        assertToldWithout(run(situation, true), "runs in schema test_");
    }

    @Test
    void inTheUrlOfAnErrorMessage() throws Exception {
        Situation situation = ours().with("quarkus.datasource.jdbc.url",
                "jdbc:postgresql://localhost:1/restricted?user=teller&password=" + PASSWORD);

        assertToldWithout(run(situation, false), "No run database could be made");
    }

    @Test
    void inAUrlThatIsNotOfPostgres() throws Exception {
        Situation situation = ours().with("quarkus.datasource.jdbc.url",
                "jdbc:mysql://plain:" + PASSWORD + "@localhost/restricted?password=" + PASSWORD);

        assertToldWithout(run(situation, false),
                "The default datasource's URL 'jdbc:mysql://…@localhost/restricted?…' is not one of Postgres");
    }

    @Test
    void ofEmbeddedPostgres() throws Exception {
        Situation situation = everything().with("quarkus.isolated-schema.devservices.provider", "embedded")
                .with("quarkus.datasource.devservices.password", PASSWORD);

        String told = run(situation, true);
        assertToldWithout(told, "runs in schema test_");
        assertThat(told.contains("/bin/pg_ctl")).as("whether the process table was looked at while the server began").isTrue();
    }

    private static void role(Server server) {
        server.role("teller", "").role("helper_of_teller", "createdb in role teller").asksForPassword("teller,helper_of_teller")
                .database("restricted", "teller");
        server.execute("postgres", "alter role teller password '" + PASSWORD + "'");
        server.execute("postgres", "alter role helper_of_teller password '" + OTHER + "'");
    }

    /** Logs all that anybody logs. */
    private Situation everything() {
        return logging().with("quarkus.log.level", "TRACE").with("quarkus.log.min-level", "TRACE");
    }

    /** Logs all that the extension logs. */
    private Situation ours() {
        return logging().with("quarkus.log.category.\"io.quarkiverse.isolatedschema\".level", "TRACE")
                .with("quarkus.log.category.\"io.quarkiverse.isolatedschema\".min-level", "TRACE");
    }

    private Situation logging() {
        return Situation.of(CollidingFixture.class, CollidingTooFixture.class).with("quarkus.log.file.enabled", "true")
                .with("quarkus.log.file.path", directory.resolve("log").toString()).with("quarkus.log.console.level", "INFO");
    }

    /** Without what was told, which is long. */
    private static void assertToldWithout(String told, String expected) {
        assertThat(told.contains(expected)).as("'%s' is told", expected).isTrue();
        assertThat(told.lines().filter(line -> line.contains(PASSWORD) || line.contains(OTHER))).isEmpty();
    }

    /** All that can be seen of the run. */
    private String run(Situation situation, boolean succeeds) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (ProcessTable processes = new ProcessTable()) {
            Outcome outcome = situation.run();
            if (succeeds) {
                outcome.succeeds(4);
            }
            return printed.toString(StandardCharsets.UTF_8) + String.join("\n", processes.lines())
                    + (succeeds ? "" : outcome.failure())
                    + (Files.exists(directory.resolve("log")) ? Files.readString(directory.resolve("log")) : "");
        } finally {
            System.setOut(console);
        }
    }
}
