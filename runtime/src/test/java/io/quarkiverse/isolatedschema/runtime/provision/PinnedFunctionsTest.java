package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** Functions made with {@code SET search_path FROM CURRENT} store the boot schema's name as text. */
@ExtendWith(PostgresServerExtension.class)
class PinnedFunctionsTest {

    private static final String BODY = " language plpgsql set search_path from current as"
            + " $$ begin insert into orders values (a); end $$;";

    private final PostgresServer server;

    private RunDatabase run;

    PinnedFunctionsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void boot() throws SQLException {
        run = RunDatabase.open(Run.on(server).request());
        try (Connection boot = Run.connect(run.bootLease())) {
            execute(boot, "create table orders (id int)");
        }
    }

    @AfterEach
    void stop() {
        run.close();
    }

    @Test
    void theyReachTheLease() throws SQLException {
        inBoot("create function add(a int) returns void" + BODY);
        Template template = Template.capture(run);
        Lease lease = new DatabaseCloneProvisioner(template).provision("test").lease();
        try (Connection connection = Run.connect(lease)) {
            execute(connection, "select add(7)");
            assertThat(query(connection, "select id::text from orders")).containsExactly("7");
        }
        assertThat(template.pinnedFunctions()).isTrue();
    }

    @Test
    void notMendedTheyWouldFail() throws SQLException {
        inBoot("create function add(a int) returns void" + BODY);
        Template template = Template.capture(run);
        Template notMending = new Template(run, template.database(), run.bootSchema(), template.settings(), false);
        Lease lease = new DatabaseCloneProvisioner(notMending).provision("test").lease();
        try (Connection connection = Run.connect(lease)) {
            assertThatThrownBy(() -> execute(connection, "select add(7)")).hasMessageContaining("\"orders\" does not exist");
        }
    }

    @Test
    void proceduresOverloadsAndOtherSchemasAreMendedToo() throws SQLException {
        inBoot("create function add(a int) returns void" + BODY
                + " create function add(a int, b text) returns void" + BODY
                + " create procedure \"Add Or der\"(a int)" + BODY
                + " create schema audit; create function audit.add(a int) returns void" + BODY);
        Lease lease = new DatabaseCloneProvisioner(Template.capture(run)).provision("test").lease();
        try (Connection connection = Run.connect(lease)) {
            execute(connection, "select add(1); select add(2, 'b'); call \"Add Or der\"(3); select audit.add(4)");
            assertThat(query(connection, "select id::text from orders order by 1")).containsExactly("1", "2", "3", "4");
        }
    }

    @Test
    void theRestOfTheirPathAndTheirOtherSettingsStay() throws SQLException {
        inBoot("create schema \"Au dit\"; set search_path = " + run.bootSchema() + ", \"Au dit\", pg_temp;"
                + " create function add(a int) returns void set work_mem = '7MB' security definer" + BODY
                + " create function other() returns text language sql set search_path = public, pg_temp"
                + " as 'select current_setting(''search_path'')'");
        Lease lease = new DatabaseCloneProvisioner(Template.capture(run)).provision("test").lease();
        try (Connection connection = Run.connect(lease)) {
            assertThat(query(connection, "select unnest(proconfig) from pg_proc where proname = 'add' order by 1"))
                    .containsExactly("search_path=" + lease.schema() + ", \"Au dit\", pg_temp", "work_mem=7MB");
            assertThat(query(connection, "select other()")).containsExactly("public, pg_temp");
            execute(connection, "select add(1)");
        }
    }

    @Test
    void withoutAnyNothingIsMended() throws SQLException {
        inBoot("create function other() returns text language sql set search_path = public as 'select ''x'''");

        assertThat(Template.capture(run).pinnedFunctions()).isFalse();
    }

    private void inBoot(String sql) throws SQLException {
        try (Connection boot = Run.connect(run.bootLease())) {
            execute(boot, sql);
        }
    }
}
