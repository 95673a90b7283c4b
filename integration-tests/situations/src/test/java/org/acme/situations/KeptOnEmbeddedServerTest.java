package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.acme.situations.fixtures.FailingTestFixture;
import org.acme.situations.fixtures.IsolatedFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failed class worked in goes with the embedded server, unless that is asked to stay. */
class KeptOnEmbeddedServerTest {

    private static final String FIRST = "FailingTestFixture has failed. What it worked in ";

    @TempDir
    Path directory;

    private SituationInOwnJvm situation(Class<?>... fixtures) {
        return new SituationInOwnJvm(fixtures).with("quarkus.isolated-schema.keep", "on-failure")
                .with("quarkus.isolated-schema.devservices.provider", "embedded")
                .with("quarkus.isolated-schema.devservices.data-dir", data().toString())
                .with("quarkus.log.console.format", "%p %m%n");
    }

    private Path data() {
        return directory.resolve("data");
    }

    @Test
    void itGoesWithTheServerAndTheChangesAreTold() throws Exception {
        String output = situation(FailingTestFixture.class).run(directory);

        assertThat(output.replaceAll("test_[0-9a-f]{32}", "<schema>")).contains("1 succeeded, 1 failed", "WARN " + FIRST
                + "goes with the embedded server at the end of the run; to keep it for a look,"
                + " set 'quarkus.isolated-schema.keep-server=PT30M'.\n    schema    <schema>\n    database  <schema>\n"
                + "    rows      note: 2 added\n    defined   new table \"slip\"\n              new column \"slip.line\"\n")
                .doesNotContain("psql");
        assertThat(data()).isEmptyDirectory();
    }

    @Test
    void theServerGoesWhereNothingIsKept() throws Exception {
        String output = situation(IsolatedFixture.class).with("quarkus.isolated-schema.keep-server", "PT30M").run(directory);

        assertThat(output).contains("1 succeeded, 0 failed").doesNotContain("What it worked in");
        assertThat(data()).isEmptyDirectory();
    }

    @Test
    void theServerStaysAsLongAsAskedForWithTheRowsInIt() throws Exception {
        String output = situation(FailingTestFixture.class).with("quarkus.isolated-schema.keep-server", "PT30M")
                .run(directory);

        Matcher told = Pattern.compile("stays up for PT30M after the run; delete '(.+)' then to end it earlier\\R"
                + " +open +psql 'postgresql://quarkus@localhost:(\\d+)/(test_\\w+)\\?options=-csearch_path%3D(test_\\w+)"
                + "[^&]*&passfile=([^']+)'")
                .matcher(output);
        assertThat(told.find()).as(output).isTrue();
        assertThat(output).contains("1 kept: " + told.group(4) + " of FailingTestFixture.");
        Path keptUntil = Path.of(told.group(1));
        assertThat(keptUntil).exists();
        assertThat(Instant.parse(Files.readString(keptUntil).strip())).isBetween(Instant.now(),
                Instant.now().plus(Duration.ofMinutes(30)));
        String passFile = Files.readString(Path.of(URLDecoder.decode(told.group(5), StandardCharsets.UTF_8))).strip();
        try (var connection = DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + told.group(2) + "/" + told.group(3), "quarkus",
                passFile.substring(passFile.lastIndexOf(':') + 1));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + told.group(4) + ".note")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(2);
        }

        Files.delete(keptUntil);
        await(() -> isEmpty(data()));
    }

    private static boolean isEmpty(Path place) {
        try (var files = Files.list(place)) {
            return files.findAny().isEmpty();
        } catch (IOException gone) {
            return !Files.exists(place);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 300 && !condition.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
