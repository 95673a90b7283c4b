package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.acme.situations.fixtures.CountingFixture;
import org.acme.situations.fixtures.CountingTooFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** SQL for new connections that chooses a schema. */
@ExtendWith(Server.Provided.class)
class NewConnectionSqlTest {

    @TempDir
    Path directory;

    @Test
    void inDatabasesOfTheirOwnClassesAreIsolatedAllTheSame(Server server) {
        Situation.of(CountingFixture.class, CountingTooFixture.class).on(server.database("named"), "named")
                .with("quarkus.datasource.jdbc.new-connection-sql", "set search_path = public")
                .with("quarkus.log.file.enabled", "true")
                .with("quarkus.log.file.path", directory.resolve("log").toString()).run().succeeds(2);

        server.assertUntouched("named");
        server.assertNothingLeft();
        assertThat(directory.resolve("log")).content()
                .containsOnlyOnce("'quarkus.datasource.jdbc.new-connection-sql' gives every"
                        + " connection the search path 'public'. Test classes are isolated all the same");
    }
}
