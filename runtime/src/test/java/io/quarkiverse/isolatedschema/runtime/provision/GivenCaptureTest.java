package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.logging.Level;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** What becomes of a start that can be replayed, one that can only be migrated, and one that neither can isolate. */
@ExtendWith(PostgresServerExtension.class)
class GivenCaptureTest {

    private static final String NOTES = "create table note (id int primary key, text varchar)";

    private static final String WAY_OUT = "or let the role create databases (ALTER ROLE … CREATEDB), so that each test class"
            + " gets a copy of the whole database ('quarkus.isolated-schema.provisioning=database-clone').";

    private PostgresServer server;

    private Run application;

    private final LogRecords log = new LogRecords(GivenCapture.class);

    @BeforeEach
    void application(PostgresServer server) throws SQLException {
        this.server = server;
        application = GivenRun.application(server);
    }

    @AfterEach
    void onlyWhatTheUserHasIsLeft() throws SQLException {
        log.close();
        assertThat(server.query(application.database(), "select nspname from pg_namespace where nspname ~ '^test_'")).isEmpty();
    }

    /** What the server gives out by chance is another value when it is replayed. */
    private GivenRun inexact(Provisioning provisioning, BootedApplication booted) throws SQLException {
        return GivenRun.open(application, provisioning, booted).boot(NOTES, "insert into note values (1, gen_random_uuid())");
    }

    @Test
    void aStartThatCanBeReplayedIs() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO, GivenRun.migrating("never run")).boot(NOTES)) {
            assertThat(given.capture().provisioning()).isEqualTo(Provisioning.REPLAY);
            assertThat(log.at(Level.INFO)).isEmpty();
        }
    }

    @Test
    void whatDiffersWhenReplayedIsMigratedAndSaid() throws SQLException {
        try (GivenRun given = inexact(Provisioning.AUTO, GivenRun.migrating(NOTES, "insert into note values (1, 'x')"))) {
            assertThat(given.capture().provisioning()).isEqualTo(Provisioning.MIGRATE);
            assertThat(log.at(Level.INFO))
                    .containsExactly("Isolated schemas are made by Flyway migrations, because what built the"
                            + " first one cannot be replayed exactly: rows \"note\" differs: expected '1 rows', but was '1 rows with other"
                            + " contents'");
        }
    }

    @Test
    void anExplicitReplayOfThatFailsAndNamesIt() throws SQLException {
        try (GivenRun given = inexact(Provisioning.REPLAY, GivenRun.migrating(NOTES))) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessage("The SQL that built the schema in which the application booted cannot be replayed exactly: rows"
                            + " \"note\" differs: expected '1 rows', but was '1 rows with other contents'. Set"
                            + " 'quarkus.isolated-schema.provisioning' to 'auto' or 'migrate', so that the application's own"
                            + " Flyway migrations build each schema; " + WAY_OUT);
        }
    }

    @Test
    void withoutMigrationsThereIsNoOtherWay() throws SQLException {
        try (GivenRun given = inexact(Provisioning.AUTO, BootedApplication.UNKNOWN)) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("cannot be replayed exactly: rows \"note\" differs")
                    .hasMessageContaining("Nor has the application Flyway migrations that could build each schema instead.")
                    .hasMessageEndingWith(WAY_OUT);
        }
    }

    @Test
    void migratingWithoutMigrationsIsRefused() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.MIGRATE).boot(NOTES)) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessage("'quarkus.isolated-schema.provisioning' is 'migrate', but the default datasource has no active"
                            + " Flyway migrations. Add the extension 'quarkus-flyway', or set"
                            + " 'quarkus.isolated-schema.provisioning=replay'.");
        }
    }

    @Test
    void migrationsThatBuildLessThanTheStartDidAreRefused() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.MIGRATE, GivenRun.migrating(NOTES))
                .boot(NOTES, "create index note_text on note (text)")) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessageStartingWith(
                            "The application's Flyway migrations alone do not build the schema in which it booted:"
                                    + " index \"note_text\" is missing.")
                    .hasMessageEndingWith("Move it into one; " + WAY_OUT);
        }
    }

    @Test
    void rowsThatTheStartAddedAreCounted() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.MIGRATE, GivenRun.migrating(NOTES))
                .boot(NOTES, "insert into note values (1, 'a'), (2, 'b')")) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("rows \"note\" differs: expected '2 rows', but was '0 rows'");
        }
    }

    @Test
    void otherValuesInAsManyRowsAreMigrated() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.MIGRATE,
                GivenRun.migrating(NOTES, "insert into note values (1, 'other')")).boot(NOTES,
                        "insert into note values (1, 'one')")) {
            assertThat(given.capture().provisioning()).isEqualTo(Provisioning.MIGRATE);
        }
    }

    @Test
    void migrationsThatFailInAnotherSchemaAreToldAsTheyAre() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.MIGRATE, GivenRun.migrating("create table broken ("))
                .boot(NOTES)) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessageStartingWith(
                            "The application's Flyway migrations, which succeeded when it started, failed in another"
                                    + " empty schema: ERROR: syntax error at end of input")
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatTheStartMadeElsewhereIsNamedAndLeft() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO).boot(NOTES,
                "create table public.thing (id int primary key)")) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessage("While the application started, table \"public.thing\" was made in database '"
                            + application.database()
                            + "', outside of the schema it booted in. Inside one database that cannot be"
                            + " isolated: every test class would work on the same one. It is left as it is. Leave the schema's"
                            + " name out of the application's SQL and mappings, so that it works in the schema it is given; "
                            + WAY_OUT);
        }
        assertThat(server.query(application.database(), "select count(*) from public.thing")).containsExactly("0");
    }

    @Test
    void aSchemaThatTheStartMadeIsNamed() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.MIGRATE, GivenRun.migrating(NOTES)).boot(NOTES,
                "create schema audit")) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("schema \"audit\" was made");
        }
    }

    @Test
    void aUsersOwnTableThatTheStartChangedIsNamed() throws SQLException {
        server.execute(application.database(), "create table public.customer (id int); alter table public.customer owner to "
                + application.role());
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO)
                .boot("alter table if exists customer add column name text")) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("table \"public.customer\" was changed");
        }
    }

    @Test
    void aUsersOwnTableThatTheStartWroteToIsNamedAndWrittenToNoMore() throws SQLException {
        server.execute(application.database(), "create schema audit; create table audit.log (line text);"
                + " grant usage on schema audit to public; grant all on audit.log to public");
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO,
                GivenRun.migrating(NOTES, "insert into audit.log values ('migrated')"))
                .boot(NOTES, "insert into audit.log values ('migrated')")) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class).hasMessageContaining("'audit.log'")
                    .hasMessageContaining("every test class would work on the same rows")
                    .hasMessageEndingWith(WAY_OUT);
        }
        assertThat(server.query(application.database(), "select count(*) from audit.log")).containsExactly("1");
    }

    @Test
    void aTableThatIsMappedToAnotherSchemaIsNamed() throws SQLException {
        server.execute(application.database(), "create schema audit; create table audit.log (line text);"
                + " grant usage on schema audit to public");
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO,
                GivenRun.mapping("audit.log", "Entity 'org.acme.Log'")).boot(NOTES)) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessageStartingWith(
                            "Entity 'org.acme.Log' is mapped to table 'audit.log', which lies in schema 'audit' of"
                                    + " database '" + application.database()
                                    + "', outside of the schema the application booted in.");
        }
    }

    @Test
    void aMappedTableThatTheStartDidNotMakeIsNoneOfTheUsersOwn() throws SQLException {
        server.execute(application.database(), "create table public.note (id int)");
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO,
                GivenRun.mapping("note", "Entity 'org.acme.Note'")).boot("create table other (id int)")) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessageStartingWith("Entity 'org.acme.Note' is mapped to table 'note', which lies in schema 'public'");
        }
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO,
                GivenRun.mapping("note", "Entity 'org.acme.Note'")).boot(NOTES)) {
            assertThat(given.capture().provisioning()).isEqualTo(Provisioning.REPLAY);
        }
    }

    @Test
    void whatCannotBeWrittenDownIsMigrated() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO, GivenRun.migrating(NOTES)).boot(NOTES)) {
            try (Connection connection = given.connect();
                    PreparedStatement vacuum = connection.prepareStatement("vacuum note")) {
                vacuum.execute();
            }
            assertThat(given.capture().provisioning()).isEqualTo(Provisioning.MIGRATE);
            assertThat(log.at(Level.INFO)).singleElement().asString().contains("'vacuum note' cannot be replayed");
        }
    }
}
