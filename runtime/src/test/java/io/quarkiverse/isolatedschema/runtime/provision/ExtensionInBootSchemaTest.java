package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** There is one of an extension in a database, so it lies in no schema of ours, and goes with none. */
@ExtendWith(PostgresServerExtension.class)
class ExtensionInBootSchemaTest {

    private static final String[] BOOT = { "create extension if not exists citext",
            "create table customer (email citext primary key)", "insert into customer values ('Ada@example.org')" };

    private PostgresServer server;

    private Run application;

    @BeforeEach
    void application(PostgresServer server) throws SQLException {
        this.server = server;
        application = GivenRun.application(server);
    }

    private String extensionSchema() throws SQLException {
        return String.join(",", server.query(application.database(),
                "select nspname from pg_extension e join pg_namespace n on n.oid = extnamespace where extname = 'citext'"));
    }

    @Test
    void whereItMayBeMovedItGoesToTheFirstSchemaOfTheUsersOwnPath() throws SQLException {
        application = Run.of(server, PostgresServer.SUPERUSER, application.database());
        try (GivenRun given = GivenRun.open(application, Provisioning.REPLAY).boot(BOOT)) {
            assertThat(extensionSchema()).isEqualTo(given.run().bootSchema());
            Lease lease = given.capture().provision("FirstTest").lease();

            assertThat(extensionSchema()).isEqualTo("public");
            assertThat(GivenRun.query(lease, "select email from customer where email = 'ADA@EXAMPLE.ORG'"))
                    .containsExactly("Ada@example.org");
        }
        assertThat(extensionSchema()).as("after the run").isEqualTo("public");
        try (GivenRun again = GivenRun.open(application, Provisioning.REPLAY).boot(BOOT)) {
            assertThat(again.capture().provisioning()).isEqualTo(Provisioning.REPLAY);
        }
    }

    @Test
    void whereItMayNotBeMovedTheUserIsToldToMakeItBeforehand() throws SQLException {
        assertRefused("ERROR: must be owner of type test_");

        server.execute(application.database(), "create extension citext schema public");
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO).boot(BOOT)) {
            assertThat(given.capture().provisioning()).isEqualTo(Provisioning.REPLAY);
        }
    }

    @Test
    void whereThereIsNoPlaceForItTheUserIsToldToMakeItBeforehand() throws SQLException {
        server.execute(application.database(), "alter schema public owner to postgres;"
                + " revoke create on schema public from public");

        assertRefused("there is no schema in the search path (\"$user\", public) in which it may be put");
    }

    private void assertRefused(String reason) throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO).boot(BOOT)) {
            assertThatThrownBy(given::capture).isInstanceOf(IsolationException.class)
                    .hasMessageStartingWith("The application's start made extension 'citext' in the schema it boots in, but a"
                            + " database has only one of it, so it must lie outside of isolated schemas, and it could not be"
                            + " moved: " + reason)
                    .hasMessageEndingWith("Make it beforehand, in a schema of the search path: CREATE EXTENSION \"citext\""
                            + " SCHEMA public; and let the application's own SQL say CREATE EXTENSION IF NOT EXISTS.");
        }
        assertThat(extensionSchema()).as("nobody else used it").isEmpty();
    }

    @Test
    void oneThatOthersUseGoesNotWithTheBootSchema() throws SQLException {
        try (GivenRun given = GivenRun.open(application, Provisioning.AUTO).boot(BOOT)) {
            String boot = given.run().bootSchema();
            try (Connection others = server.access(application.role()).connect(application.database())) {
                Databases.execute(others, "create table public.address (email " + boot + ".citext)");
                Databases.execute(others, "insert into public.address values ('grace@example.org')");
            }
            given.close();

            assertThat(given.run().left()).containsExactly(boot);
        }
        assertThat(server.query(application.database(), "select email from public.address"))
                .containsExactly("grace@example.org");
    }
}
