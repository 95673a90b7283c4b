package org.acme.situations;

import org.acme.situations.fixtures.AskedByMethodFixture;
import org.acme.situations.fixtures.EveryClassFixture;
import org.acme.situations.fixtures.MetaAnnotatedFixture;
import org.acme.situations.fixtures.SharingFixture;
import org.acme.situations.fixtures.WithoutDatasourceFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ways to ask for a schema, and to do without. */
@ExtendWith(Server.Provided.class)
class AskingTest {

    @Test
    void byAnAnnotationOfTheTeamOrOnAMethod(Server server) {
        Situation.of(MetaAnnotatedFixture.class, AskedByMethodFixture.class).on(server.database("named"), "named").run()
                .succeeds(3);
    }

    @Test
    void forAllClassesButSome(Server server) {
        Situation.of(EveryClassFixture.class, SharingFixture.class).on(server.database("named"), "named")
                .with("quarkus.isolated-schema.isolate", "all").run().succeeds(3);
    }

    @Test
    void forAllClassesOfAnApplicationWithoutADatasource() {
        Situation.of(WithoutDatasourceFixture.class).with("quarkus.isolated-schema.isolate", "all")
                .with("quarkus.datasource.active", "false").run().succeeds(1);
    }
}
