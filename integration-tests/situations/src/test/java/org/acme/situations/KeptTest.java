package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.acme.situations.fixtures.AbortedFixture;
import org.acme.situations.fixtures.AlwaysKeptFixture;
import org.acme.situations.fixtures.FailingAfterAllFixture;
import org.acme.situations.fixtures.FailingBeforeAllFixture;
import org.acme.situations.fixtures.FailingConstructorFixture;
import org.acme.situations.fixtures.FailingExtensionFixture;
import org.acme.situations.fixtures.FailingNestedFixture;
import org.acme.situations.fixtures.FailingTestFixture;
import org.acme.situations.fixtures.IsolatedFixture;
import org.acme.situations.fixtures.NeverKeptFixture;
import org.acme.situations.fixtures.UnannotatedFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a failed class worked in is there afterwards, and its end tells where, on a server that the application names. */
@ExtendWith(Server.Provided.class)
class KeptTest {

    private static final Pattern BLOCK = Pattern.compile("^(?:WARN|INFO) .*\\bWhat it worked in(?:.*\\R)(?: {4}.*\\R)*",
            Pattern.MULTILINE);

    private static final Pattern PSQL = Pattern
            .compile(
                    "psql 'postgresql://(\\w+)@localhost:(\\d+)/(\\w+)\\?options=-csearch_path%3D(\\w+)%2C%22%24user%22%2Cpublic'");

    @TempDir
    Path directory;

    private Server server;

    private String database = "named";

    @BeforeEach
    void nameADatabase(Server server) {
        this.server = server.database("named");
    }

    @AfterEach
    void drop() {
        server.query("postgres", "select datname from pg_database where datname ~ '^test_'")
                .forEach(kept -> server.execute("postgres", "drop database " + kept + " with (force)"));
    }

    private Situation situation(Class<?>... fixtures) {
        return Situation.of(fixtures).on(server, database).with("quarkus.isolated-schema.keep", "on-failure")
                .with("quarkus.log.file.enabled", "true").with("quarkus.log.file.path", directory.resolve("log").toString())
                .with("quarkus.log.file.format", "%p %m%n");
    }

    private List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(directory.resolve("log"))).results().map(MatchResult::group)
                .map(String::stripTrailing).toList();
    }

    private static String masked(String block) {
        return block.replaceAll("\\d{4}-\\S+Z", "<then>").replaceAll("test_[0-9a-f]{32}", "<schema>")
                .replaceAll("localhost:\\d+", "localhost:<port>");
    }

    private List<String> kept() {
        return server.query("postgres", "select datname from pg_database where datname ~ '^test_'");
    }

    /** As psql does, by what its line says. */
    private List<String> notesBehind(String block) {
        var psql = PSQL.matcher(block);
        assertThat(psql.find()).as(block).isTrue();
        assertThat(psql.group(2)).isEqualTo(String.valueOf(server.port()));
        return server.query(psql.group(3), "select text from " + psql.group(4) + ".note order by id");
    }

    private String onlyBlock() throws IOException {
        assertThat(blocks()).hasSize(1);
        return blocks().get(0);
    }

    @Test
    void theEndOfAFailedClassTellsWhereItsRowsAreAndTheyAreThere() throws IOException {
        Outcome outcome = situation(FailingTestFixture.class).run();

        assertThat(outcome.failures()).hasSize(1);
        assertThat(masked(onlyBlock())).isEqualTo(
                """
                        WARN FailingTestFixture has failed. What it worked in is kept for a look until <then>:
                            schema    <schema>
                            database  <schema>
                            rows      note: 2 added
                            defined   new table "slip"
                                      new column "slip.line"
                            open      psql 'postgresql://app@localhost:<port>/<schema>?options=-csearch_path%3D<schema>%2C%22%24user%22%2Cpublic'""");
        assertThat(kept()).hasSize(1);
        assertThat(notesBehind(onlyBlock())).containsExactly("found afterwards", "found afterwards, too");
    }

    @Test
    void soDoesOneInASchemaOfTheNamedDatabase() throws IOException {
        server.role("plain", "").database("restricted", "plain");
        database = "restricted";

        situation(FailingTestFixture.class).as("plain", "plain").run();

        assertThat(masked(onlyBlock())).isEqualTo(
                """
                        WARN FailingTestFixture has failed. What it worked in is kept for a look until <then>:
                            schema    <schema>
                            database  restricted
                            rows      note: 2 added
                            defined   new table "slip"
                                      new column "slip.line"
                            open      psql 'postgresql://plain@localhost:<port>/restricted?options=-csearch_path%3D<schema>%2C%22%24user%22%2Cpublic'""");
        assertThat(server.query("restricted", "select nspname from pg_namespace where nspname ~ '^test_'")).hasSize(1);
        assertThat(notesBehind(onlyBlock())).containsExactly("found afterwards", "found afterwards, too");
    }

    /** The first class has no schema; one that can't be made when the application starts never gets as far as having one. */
    @Test
    void whateverOfTheClassFails() throws IOException {
        List<Class<?>> failing = List.of(FailingBeforeAllFixture.class, FailingConstructorFixture.class,
                FailingNestedFixture.class, FailingAfterAllFixture.class, FailingExtensionFixture.class);
        Class<?>[] fixtures = Stream.concat(failing.stream(), Stream.of(UnannotatedFixture.class, IsolatedFixture.class))
                .toArray(Class<?>[]::new);
        situation(fixtures).with("junit.quarkus.orderer.secondary-orderer", ClassOrderer.OrderAnnotation.class.getName()).run();

        List<String> told = blocks();
        assertThat(told).extracting(block -> block.substring(0, block.indexOf(" What"))).containsExactlyInAnyOrderElementsOf(
                failing.stream().map(fixture -> "WARN " + fixture.getSimpleName() + " has failed.").toList());
        assertThat(kept()).hasSize(5).allMatch(name -> String.join("", told).contains(name));
    }

    @Test
    void aFailureThatIsKnownOnlyAtTheEndOfTheLastClassIsNotMissed() throws IOException {
        situation(FailingExtensionFixture.class).run();

        assertThat(onlyBlock()).startsWith("WARN FailingExtensionFixture has failed. What it");
        assertThat(kept()).hasSize(1);
    }

    @Test
    void nothingIsKeptOfClassesThatSucceedOrAreAborted() throws IOException {
        situation(IsolatedFixture.class, AbortedFixture.class).run();

        assertThat(blocks()).isEmpty();
        assertThat(kept()).isEmpty();
    }

    @Test
    void aClassMayWantItsSchemaToBeKeptOrNot() throws IOException {
        situation(AlwaysKeptFixture.class, NeverKeptFixture.class).run();

        assertThat(masked(onlyBlock())).isEqualTo(
                """
                        INFO AlwaysKeptFixture is over. What it worked in is kept for a look until <then>:
                            schema    <schema>
                            database  <schema>
                            open      psql 'postgresql://app@localhost:<port>/<schema>?options=-csearch_path%3D<schema>%2C%22%24user%22%2Cpublic'""");
        assertThat(notesBehind(onlyBlock())).containsExactly("found afterwards");
        assertThat(kept()).hasSize(1);
    }

    @Test
    void allMayBeKeptOrNone() throws IOException {
        situation(FailingTestFixture.class, AlwaysKeptFixture.class, NeverKeptFixture.class)
                .with("quarkus.isolated-schema.keep", "never").run();
        assertThat(kept()).as("by the word of its class").hasSize(1);
        drop();

        situation(IsolatedFixture.class, FailingTestFixture.class, NeverKeptFixture.class)
                .with("quarkus.isolated-schema.keep", "always").run();
        assertThat(kept()).hasSize(2);
    }

    @Test
    void ofManyTheLatestAreKeptAndTheOthersGiveWay() throws IOException {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            situation(FailingTestFixture.class, FailingNestedFixture.class)
                    .with("quarkus.isolated-schema.kept.max-count", "3").run();
            told.addAll(blocks());
        }

        assertThat(told).hasSize(4);
        assertThat(kept()).hasSize(3).allMatch(name -> String.join("", told.subList(1, 4)).contains(name));
    }

    @Test
    void whatIsTooOldGoesWithTheNextStart() {
        situation(FailingTestFixture.class).with("quarkus.isolated-schema.kept.max-age", "PT15S").run();
        assertThat(kept()).hasSize(1);
        server.query("postgres", "select pg_sleep(15)::text");

        situation(IsolatedFixture.class).run();

        assertThat(kept()).isEmpty();
    }
}
