package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.acme.situations.fixtures.FreshMethodsFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where each method has a schema of its own, that of the failed one is there afterwards. */
@ExtendWith(Server.Provided.class)
class KeptOfMethodsTest {

    private static final Pattern TOLD = Pattern.compile("(FreshMethodsFixture\\S*) (has failed|is over)\\. What it worked in is"
            + " kept for a look until \\S+:\\R    schema    (test_[0-9a-f]{32})");

    @TempDir
    Path directory;

    private Server server;

    @BeforeEach
    void nameADatabase(Server server) {
        this.server = server.database("named");
    }

    @AfterEach
    void drop() {
        kept().forEach(kept -> server.execute("postgres", "drop database " + kept + " with (force)"));
    }

    private List<String> kept() {
        return server.query("postgres", "select datname from pg_database where datname ~ '^test_'");
    }

    private Matcher run(String keep) throws IOException {
        Outcome outcome = Situation.of(FreshMethodsFixture.class).on(server, "named").with("quarkus.isolated-schema.keep", keep)
                .with("quarkus.log.file.enabled", "true").with("quarkus.log.file.path", directory.resolve("log").toString())
                .with("quarkus.log.file.format", "%p %m%n").run();
        assertThat(outcome.succeeded()).containsExactly("succeeds()", "succeedsToo()");
        return TOLD.matcher(Files.readString(directory.resolve("log")));
    }

    private List<String> notesIn(String schema) {
        return server.query(schema, "select text from " + schema + ".note");
    }

    @Test
    void theOneOfTheFailedMethod() throws IOException {
        Matcher told = run("on-failure");

        assertThat(told.find()).isTrue();
        assertThat(told.group(1)).isEqualTo("FreshMethodsFixture.fails");
        assertThat(notesIn(told.group(3))).containsExactly("of one that fails");
        assertThat(kept()).contains(told.group(3)).hasSizeBetween(1, 2)
                .allSatisfy(other -> assertThat(notesIn(other)).doesNotContain("of one that succeeds"));
    }

    @Test
    void allOfThem() throws IOException {
        List<String> told = run("always").results().map(each -> each.group(1)).toList();

        assertThat(told).containsExactly("FreshMethodsFixture.succeeds", "FreshMethodsFixture.fails",
                "FreshMethodsFixture.succeedsToo", "FreshMethodsFixture");
        assertThat(kept()).hasSize(4);
    }

    @Test
    void none() throws IOException {
        assertThat(run("never").find()).isFalse();
        assertThat(kept()).isEmpty();
    }
}
