package io.quarkiverse.isolatedschema.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.testing.NoLeases;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class CurrentSchemaLeaseTest {

    private Lease now;

    private final SchemaLease lease = new CurrentSchemaLease(() -> Optional.of(new NoLeases() {
        @Override
        public Optional<Lease> current() {
            return Optional.ofNullable(now);
        }
    }));

    private static Lease at(String url, String user) {
        JdbcUrl parsed = JdbcUrl.parse(url).orElseThrow();
        Properties properties = new Properties();
        properties.put("password", "secret");
        if (user != null) {
            properties.put("user", user);
        }
        return new Lease(parsed.database(), "test_1", parsed, new ServerAccess(parsed, () -> properties));
    }

    @Test
    void itSpeaksOfTheLeaseOfNow() {
        now = at("jdbc:postgresql://h:1/db_1?currentSchema=test_1,+public", "app");
        assertThat(lease.schema()).isEqualTo("test_1");
        assertThat(lease.database()).isEqualTo("db_1");
        assertThat(lease.jdbcUrl()).isEqualTo("jdbc:postgresql://h:1/db_1?currentSchema=test_1,+public");

        now = at("jdbc:postgresql://h:1/db_2?currentSchema=test_2", "app");
        assertThat(lease.database()).isEqualTo("db_2");
    }

    @Test
    void withoutALeaseItSaysSo() {
        for (ThrowingCallable use : List.<ThrowingCallable> of(lease::schema, lease::database, lease::jdbcUrl, lease::psql,
                lease::connect)) {
            assertThatThrownBy(use).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("There is no isolated schema now").hasMessageContaining("@IsolatedSchema");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "none", value = {
            "jdbc:postgresql://h:5433/db?currentSchema=test_1,+public; app;"
                    + " psql \"postgresql://app@h:5433/db?options=-csearch_path%3Dtest_1%2Cpublic\"",
            "jdbc:postgresql://h/db; none; psql \"postgresql://h/db?options=-csearch_path%3Dtest_1\"",
            "jdbc:postgresql:db; app; psql \"postgresql://app@/db?options=-csearch_path%3Dtest_1\"",
            "jdbc:postgresql://[::1]:5433/db; a b; psql \"postgresql://a%20b@[::1]:5433/db?options=-csearch_path%3Dtest_1\"",
            "jdbc:postgresql://one:1,two:2/db; app; psql \"postgresql://app@one:1,two:2/db?options=-csearch_path%3Dtest_1\"" })
    void thePsqlLineOpensTheSchemaAndHoldsNoPassword(String url, String user, String line) {
        now = at(url, user);

        assertThat(lease.psql()).isEqualTo(line.replace('"', '\'')).doesNotContain("secret");
    }

    @Test
    void aPathWithAQuotedNameDoesNotEndTheShellsWord() {
        now = at("jdbc:postgresql://h/db?currentSchema=test_1,+%22$user%22,+%22it's%22", "app");

        assertThat(lease.psql()).isEqualTo(
                "psql 'postgresql://app@h/db?options=-csearch_path%3Dtest_1%2C%22%24user%22%2C%22it%27s%22'");
    }

    @Test
    void thePsqlLineNamesTheFileWithThePasswordThatNobodyKnows() {
        JdbcUrl url = JdbcUrl.parse("jdbc:postgresql://h/db?currentSchema=test_1").orElseThrow();
        Properties properties = new Properties();
        properties.put(ServerAccess.PASS_FILE, "/tmp/it's mine/pgpass");
        now = new Lease("db", "test_1", url, new ServerAccess(url, () -> properties));

        assertThat(lease.psql()).isEqualTo(
                "psql 'postgresql://h/db?options=-csearch_path%3Dtest_1&passfile=%2Ftmp%2Fit%27s%20mine%2Fpgpass'");
    }

    @Test
    void itsConnectionIsOneOfItsOwn(PostgresServer server) throws SQLException {
        Run application = Run.on(server);
        now = new Lease(application.database(), "test_1", application.request().original().withSearchPath("test_1, public"),
                application.request().application());
        try (Connection one = lease.connect(); Connection other = lease.connect()) {
            assertThat(one).isNotSameAs(other);
            assertThat(one.getAutoCommit()).isTrue();
            assertThat(Databases.query(one, "show search_path")).containsExactly("test_1, public");
            assertThat(Databases.query(one, "select current_user")).containsExactly(application.role());
        }
    }
}
