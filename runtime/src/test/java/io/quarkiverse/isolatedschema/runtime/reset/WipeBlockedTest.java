package io.quarkiverse.isolatedschema.runtime.reset;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.reset.Wiped.Outcome;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** A transaction that a test left open keeps no wipe waiting for long, and nothing half done. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(PostgresServerExtension.class)
class WipeBlockedTest {

    private final PostgresServer server;

    private WipedLease lease;

    private Connection straggler;

    WipeBlockedTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        lease = WipedLease.of(server, "create table orders (id int primary key, net int); insert into orders values (1, 10);"
                + " create table lines (id int); create sequence s");
        straggler = lease.connect();
    }

    @AfterEach
    void close() throws SQLException {
        straggler.close();
        lease.close();
    }

    private Wiped blocked() throws SQLException {
        lease.run("insert into lines values (5)");
        var before = lease.contents();
        long start = System.nanoTime();
        Wiped wiped = lease.wipe.wipe();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(WipedLease.PATIENCE,
                WipedLease.PATIENCE.multipliedBy(4));
        assertThat(wiped.outcome()).as(wiped.toString()).isEqualTo(Outcome.BLOCKED);
        assertThat(lease.contents()).isEqualTo(before);
        return wiped;
    }

    private void assertIsBroughtBackAfter(String end) throws SQLException {
        execute(straggler, end);
        lease.isBroughtBack();
    }

    @Test
    void byRowsThatMayStillCome() throws SQLException {
        execute(straggler, "begin; insert into lines values (1)");
        assertThat(blocked().details()).singleElement().asString().contains("idle in transaction", "insert into lines");
        assertIsBroughtBackAfter("commit");
    }

    @Test
    void byARowThatIsLocked() throws SQLException {
        lease.run("update orders set net = 11");
        execute(straggler, "begin; select * from orders for update");
        assertThat(blocked().details()).singleElement().asString().contains("idle in transaction", "for update");
        assertIsBroughtBackAfter("rollback");
    }

    @Test
    void byATableThatIsLocked() throws SQLException {
        execute(straggler, "begin; lock table orders");
        execute(lease.application, "select 1");
        lease.run("insert into lines values (5)");
        Wiped wiped = lease.wipe.wipe();
        assertThat(wiped.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(wiped.details()).singleElement().asString().contains("lock table orders");
        assertIsBroughtBackAfter("rollback");
    }

    @Test
    void byAPreparedTransaction() throws SQLException {
        execute(straggler, "begin; update orders set net = 0; prepare transaction 'of_" + lease.database + "'");
        assertThat(blocked().details()).containsExactly("a prepared transaction");
        assertIsBroughtBackAfter("commit prepared 'of_" + lease.database + "'");
    }

    @Test
    void butNotByReadersAndUsersOfSequences() throws SQLException {
        execute(straggler,
                "begin; select count(*) from orders; select nextval('s'); create temporary table scratch (id int); insert into scratch values (1)");
        lease.run("insert into lines values (5); delete from orders");
        lease.isBroughtBack();
    }

    @Test
    void onlyAsLongAsItLasts() throws SQLException {
        execute(straggler, "begin; insert into lines values (1)");
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
            try {
                execute(straggler, "commit");
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));

        assertThat(lease.wipe.wipe().outcome()).isEqualTo(Outcome.WIPED);

        end.join();
        lease.assertIsAtBaseline();
    }

    @Test
    void aLostConnectionIsTold() throws SQLException {
        lease.runOutside(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'postgres' and pid <> pg_backend_pid()");
        Wiped wiped = lease.wipe.wipe();
        assertThat(wiped.outcome()).isEqualTo(Outcome.CANNOT);
        assertThat(wiped.cause()).isPresent();
    }
}
