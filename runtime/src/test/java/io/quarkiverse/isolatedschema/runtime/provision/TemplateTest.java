package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class TemplateTest {

    private final PostgresServer server;

    private RunDatabase run;

    TemplateTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void boot() throws SQLException {
        run = RunDatabase.open(Run.on(server).request());
    }

    @AfterEach
    void stop() {
        run.close();
    }

    @Test
    void nobodyIsLetIn() throws SQLException {
        Template template = Template.capture(run);

        assertThatThrownBy(() -> server.connect(template.database()))
                .hasMessageContaining("not currently accepting connections");
        assertThat(run.left()).containsExactly(run.name(), template.database());
    }

    @Test
    void itIsMarkedAndToldWhatItIs() throws SQLException {
        Template template = Template.capture(run);

        assertThat(template.database()).startsWith("test_tpl_" + run.run());
        assertThat(server.query("postgres", "select shobj_description(oid, 'pg_database') from pg_database"
                + " where datname = ?", template.database()).get(0)).startsWith("quarkus-isolated-schema: template, since");
    }

    @Test
    void quickCapturesWarnOfNothing() throws SQLException {
        try (LogRecords log = new LogRecords(Template.class)) {
            Run.connect(run.bootLease()).close();
            Template.capture(run);

            assertThat(log.at(Level.WARNING)).isEmpty();
        }
    }

    @Test
    void whoLeavesInTimeIsNotEnded() throws Exception {
        Connection leaving = Run.connect(run.bootLease());
        Databases.execute(leaving, "create table late (id int)");
        Thread thread = new Thread(() -> leaveAfter(leaving, 300));
        try (LogRecords log = new LogRecords(Template.class)) {
            thread.start();
            Template template = Template.capture(run);

            assertThat(log.at(Level.WARNING)).isEmpty();
            try (Connection lease = Run.connect(new DatabaseCloneProvisioner(template).provision("test").lease())) {
                assertThat(Databases.query(lease, "select id::text from late")).isEmpty();
            }
        }
        thread.join();
    }

    @Test
    void whoStaysIsEndedAndNamed() throws SQLException {
        try (LogRecords log = new LogRecords(Template.class); Connection staying = Run.connect(run.bootLease())) {
            Databases.execute(staying, "set application_name = 'listener'");
            Databases.execute(staying, "begin; create table uncommitted (id int)");

            Template template = Template.capture(run);

            assertThat(log.at(Level.WARNING)).singleElement().asString()
                    .contains("run database '" + run.name() + "'", "Close them before the application has started",
                            "listener, idle in transaction", "create table uncommitted");
            assertThat(staying.isValid(1)).isFalse();
            try (Connection lease = Run.connect(new DatabaseCloneProvisioner(template).provision("test").lease())) {
                assertThat(Databases.query(lease, "select relname from pg_class where relname = 'uncommitted'")).isEmpty();
            }
        }
    }

    @Test
    void aPreparedTransactionIsRolledBackAndNamed() throws SQLException {
        try (LogRecords log = new LogRecords(Template.class)) {
            try (Connection boot = Run.connect(run.bootLease())) {
                Databases.execute(boot, "begin; create table undecided (id int)");
                Databases.execute(boot, "prepare transaction 'of the boot'");
            }
            Template template = Template.capture(run);

            assertThat(log.at(Level.WARNING)).singleElement().asString()
                    .contains("Rolled back prepared transactions in the run database '" + run.name() + "'",
                            "before the application has started: of the boot");
            try (Connection lease = Run.connect(new DatabaseCloneProvisioner(template).provision("test").lease())) {
                assertThat(Databases.query(lease, "select relname from pg_class where relname = 'undecided'")).isEmpty();
            }
        }
    }

    private static void leaveAfter(Connection connection, long millis) {
        try {
            Thread.sleep(millis);
            connection.close();
        } catch (SQLException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
