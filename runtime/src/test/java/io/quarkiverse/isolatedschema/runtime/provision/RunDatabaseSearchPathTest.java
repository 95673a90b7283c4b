package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** The boot schema comes first, and then all that the user's own path holds, whoever sets it. */
@ExtendWith(PostgresServerExtension.class)
class RunDatabaseSearchPathTest {

    private final PostgresServer server;

    private final Run application;

    RunDatabaseSearchPathTest(PostgresServer server) throws SQLException {
        this.server = server;
        this.application = Run.on(server);
    }

    @Test
    void thatOfTheServerStays() throws SQLException {
        assertPath(application.request(), "\"$user\", public");
    }

    @Test
    void thatOfTheDatabaseStays() throws SQLException {
        server.execute("postgres", "alter database " + application.database() + " set search_path = orders, \"Or ders\"");

        assertPath(application.request(), "orders, \"Or ders\"");
    }

    @Test
    void thatOfTheRoleStays() throws SQLException {
        server.execute("postgres", "alter role " + application.role() + " set search_path = billing, public");

        assertPath(application.request(), "billing, public");
    }

    @Test
    void thatOfTheRoleInTheDatabaseStays() throws SQLException {
        server.execute("postgres", "alter role " + application.role() + " set search_path = everywhere");
        server.execute("postgres", "alter role " + application.role() + " in database " + application.database()
                + " set search_path = here, public");

        assertPath(application.request(), "here, public");
    }

    @Test
    void anEmptyOneStays() throws SQLException {
        server.execute("postgres", "alter database " + application.database() + " set search_path = ''");

        assertPath(application.request(), "\"\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = { "?currentSchema=orders,public; orders,public",
            "?options=-c%20search_path=orders; orders", "?options=-c%20search_path=a%20-c%20geqo=off&ssl=false; a" })
    void thatOfTheUrlStays(String parameters, String path) throws SQLException {
        assertPath(application.withUrl(JdbcUrl.parse(server.url(application.database()) + parameters).orElseThrow()), path);
    }

    @Test
    void otherOptionsOfTheUrlStay() throws SQLException {
        JdbcUrl url = JdbcUrl.parse(server.url(application.database())
                + "?options=-c%20search_path=orders%20-c%20statement_timeout=4711").orElseThrow();
        try (RunDatabase run = RunDatabase.open(application.withUrl(url));
                Connection connection = Run.connect(run.bootLease())) {
            assertThat(Databases.query(connection, "show statement_timeout")).containsExactly("4711ms");
        }
    }

    @Test
    void whoConnectsByTheRedirectedUrlAloneGetsTheSame() throws SQLException {
        server.execute("postgres", "alter role " + application.role() + " set search_path = billing, public");
        try (RunDatabase run = RunDatabase.open(application.request());
                Connection connection = application.request().application().connect(run.name())) {
            assertThat(Databases.query(connection, "show search_path")).containsExactly(run.bootSchema() + ", billing, public");
        }
    }

    @Test
    void aLeaseHasItsOwnSchemaInTheSamePlace() throws SQLException {
        server.execute("postgres", "alter database " + application.database() + " set search_path = orders, public");
        try (RunDatabase run = RunDatabase.open(application.request())) {
            Lease lease = new DatabaseCloneProvisioner(Template.capture(run)).provision("test").lease();
            try (Connection byUrl = Run.connect(lease);
                    Connection bySettings = application.request().application().connect(lease.database())) {
                assertThat(Databases.query(byUrl, "show search_path")).containsExactly(lease.schema() + ", orders, public");
                assertThat(Databases.query(bySettings, "show search_path"))
                        .containsExactly(lease.schema() + ", orders, public");
            }
        }
    }

    private static void assertPath(RunDatabaseRequest request, String tail) throws SQLException {
        try (RunDatabase run = RunDatabase.open(request); Connection connection = Run.connect(run.bootLease())) {
            assertThat(Databases.query(connection, "show search_path")).containsExactly(run.bootSchema() + ", " + tail);
            assertThat(Databases.query(connection, "select current_schema()")).containsExactly(run.bootSchema());
        }
    }
}
