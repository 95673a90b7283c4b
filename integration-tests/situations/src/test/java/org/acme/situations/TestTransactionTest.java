package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.acme.situations.fixtures.IsolatedFixture;
import org.acme.situations.fixtures.RolledBackFixture;
import org.acme.situations.fixtures.RolledBackInAllFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Classes whose tests Quarkus rolls back. */
@ExtendWith(Server.Provided.class)
class TestTransactionTest {

    private static final String HINT = "has @TestTransaction and no schema of its own";

    @TempDir
    Path directory;

    @Test
    void inASchemaOfItsOwn(Server server) {
        run(server, RolledBackFixture.class).succeeds(2);

        assertThat(directory.resolve("log")).content().doesNotContain(HINT);
    }

    @Test
    void inTheSchemaOfAllItIsHinted(Server server) {
        run(server, IsolatedFixture.class, RolledBackInAllFixture.class).succeeds(2);

        assertThat(directory.resolve("log")).content().containsOnlyOnce("Test class 'RolledBackInAllFixture' " + HINT);
    }

    private Outcome run(Server server, Class<?>... fixtures) {
        return Situation.of(fixtures).on(server.database("named"), "named").with("quarkus.log.file.enabled", "true")
                .with("quarkus.log.file.path", directory.resolve("log").toString()).run();
    }
}
