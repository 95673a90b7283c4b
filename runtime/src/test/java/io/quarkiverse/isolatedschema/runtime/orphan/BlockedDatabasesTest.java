package io.quarkiverse.isolatedschema.runtime.orphan;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.exists;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.literal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.provision.DatabaseCloneProvisioner;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.Template;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** What keeps Postgres from dropping a database, by force too, goes first, as far as the database is ours. */
@ExtendWith(PostgresServerExtension.class)
@Timeout(60)
class BlockedDatabasesTest {

    private static final String PREPARED = "select gid from pg_prepared_xacts order by 1";

    private static final String SLOTS = "select slot_name::text from pg_replication_slots order by 1";

    private final PostgresServer server;

    private final RunId dead = RunId.random();

    private Connection connection;

    BlockedDatabasesTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = server.connect("postgres");
        sweep();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
        assertThat(server.query("postgres", PREPARED)).isEmpty();
        assertThat(server.query("postgres", SLOTS)).isEmpty();
    }

    private List<String> sweep() throws SQLException {
        return OrphanSweeper.ofDatabases(connection, server.access(PostgresServer.SUPERUSER)).sweep();
    }

    private List<String> sweepAs(String role) throws SQLException {
        try (Connection asking = server.access(role).connect("postgres")) {
            return OrphanSweeper.ofDatabases(asking, server.access(role)).sweep();
        }
    }

    private String marked(String owner) throws SQLException {
        String name = LeaseName.lease(dead);
        new DatabaseCopies(true).copy(connection, name, "template0", owner);
        return name;
    }

    private void prepare(String database, String role, String gid) throws SQLException {
        try (Connection preparing = server.access(role).connect(database)) {
            execute(preparing, "begin; select txid_current()");
            execute(preparing, "prepare transaction " + literal(preparing, gid));
        }
    }

    @Test
    void preparedTransactions() throws SQLException {
        String lease = marked(PostgresServer.SUPERUSER);
        prepare(lease, PostgresServer.SUPERUSER, "one");
        prepare(lease, PostgresServer.SUPERUSER, "it's \"two\"");

        assertThat(sweep()).containsExactly(lease);
    }

    @Test
    void preparedTransactionsOfTheRoleThatSweeps() throws SQLException {
        String role = server.role();
        String lease = marked(role);
        prepare(lease, role, "own");

        assertThat(sweepAs(role)).containsExactly(lease);
    }

    @Test
    void preparedTransactionsOfARoleThatTheSweepingOneIsAMemberOf() throws SQLException {
        String application = server.role();
        String admin = server.role("createdb in role " + application);
        String lease = marked(application);
        prepare(lease, application, "of the application");

        assertThat(sweepAs(admin)).containsExactly(lease);
    }

    @Test
    void aPreparedTransactionOfSomebodyElseStaysForTheNextSweep() throws SQLException {
        String role = server.role();
        String lease = marked(role);
        prepare(lease, PostgresServer.SUPERUSER, "foreign");

        assertThat(sweepAs(role)).isEmpty();
        assertThat(exists(connection, lease)).isTrue();
        assertThat(sweep()).containsExactly(lease);
    }

    @Test
    void whatIsPreparedInADatabaseThatIsNotOursStays() throws SQLException {
        String unmarked = LeaseName.lease(dead);
        execute(connection, "create database " + unmarked + " template template0 strategy file_copy");
        String users = server.database(PostgresServer.SUPERUSER);
        prepare(unmarked, PostgresServer.SUPERUSER, "in unmarked");
        prepare(users, PostgresServer.SUPERUSER, "of the user");

        assertThat(sweep()).isEmpty();

        assertThat(server.query("postgres", PREPARED)).containsExactly("in unmarked", "of the user");
        server.execute(unmarked, "rollback prepared 'in unmarked'");
        server.execute(users, "rollback prepared 'of the user'");
        execute(connection, "drop database " + unmarked);
    }

    @Test
    void aReplicationSlotThatSomebodyReadsFrom() throws Exception {
        String lease = marked(PostgresServer.SUPERUSER);
        Connection reader = replication(lease);
        try {
            reader.unwrap(PGConnection.class).getReplicationAPI().createReplicationSlot().logical()
                    .withSlotName("read").withOutputPlugin("pgoutput").make();
            server.execute(lease, "create publication p for all tables");
            PGReplicationStream stream = reader.unwrap(PGConnection.class).getReplicationAPI().replicationStream().logical()
                    .withSlotName("read").withSlotOption("proto_version", 1).withSlotOption("publication_names", "p").start();
            assertThat(server.query("postgres", "select active::text from pg_replication_slots")).containsExactly("true");

            assertThat(sweep()).containsExactly(lease);

            assertThatThrownBy(stream::read).isInstanceOf(SQLException.class);
        } finally {
            // not closed: the driver would wait for the end of the stream
            reader.abort(Runnable::run);
        }
    }

    @Test
    void aReplicationSlotThatNobodyReadsFrom() throws SQLException {
        String role = server.role();
        String lease = marked(role);
        server.query(lease, "select pg_create_logical_replication_slot('unread', 'pgoutput')::text");

        assertThat(sweepAs(role)).as("though the role may not drop slots").containsExactly(lease);
    }

    @Test
    void subscriptions() throws SQLException {
        String lease = marked(PostgresServer.SUPERUSER);
        server.execute(lease, "create subscription s connection 'host=nowhere.invalid' publication p"
                + " with (connect = false, slot_name = none, enabled = false, create_slot = false)");
        server.execute(lease, "create subscription \"It's gone\" connection 'host=nowhere.invalid' publication p"
                + " with (connect = false)");

        assertThat(sweep()).containsExactly(lease);
    }

    @Test
    void aDropThatDidNotComeToItsEndIsRepeated() throws SQLException {
        String lease = marked(PostgresServer.SUPERUSER);
        execute(connection, "update pg_database set datconnlimit = -2 where datname = '" + lease + "'");

        assertThat(sweep()).containsExactly(lease);
    }

    @Test
    void aLeaseIsDroppedThoughItsTestPreparedATransaction() throws SQLException {
        try (RunDatabase run = RunDatabase.open(Run.on(server).request())) {
            Provisioner provisioner = new DatabaseCloneProvisioner(Template.capture(run));
            Lease lease = provisioner.provision("test").lease();
            try (Connection test = Run.connect(lease)) {
                execute(test, "begin; create table orders (id int)");
                execute(test, "prepare transaction 'of the test'");
            }
            provisioner.drop(lease);

            assertThat(run.left()).hasSize(2).doesNotContain(lease.database());
        }
    }

    private Connection replication(String database) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(Map.of("user", PostgresServer.SUPERUSER, "replication", "database",
                "assumeMinServerVersion", "10", "preferQueryMode", "simple"));
        return new Driver().connect(server.url(database).toString(), properties);
    }
}
