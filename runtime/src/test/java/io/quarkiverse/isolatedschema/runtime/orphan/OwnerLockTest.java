package io.quarkiverse.isolatedschema.runtime.orphan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

@ExtendWith(PostgresServerExtension.class)
class OwnerLockTest {

    private final PostgresServer server;

    OwnerLockTest(PostgresServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x7fff_ffff_8000_0000L, 0x8000_0000L,
            0xffff_ffffL })
    void whoHoldsItIsSeenAliveFromEveryDatabase(long key) throws SQLException {
        RunId run = new RunId(key);
        try (Connection other = server.connect("template1")) {
            try (OwnerLock held = OwnerLock.take(server.connect("postgres"), run)) {
                assertThat(OwnerLock.living(other)).contains(run);
            }
            assertThat(eventuallyDead(other, run)).isTrue();
        }
    }

    @Test
    void whoIsNotTheSuperuserSeesItToo() throws SQLException {
        RunId run = RunId.random();
        try (OwnerLock held = OwnerLock.take(server.connect("postgres"), run);
                Connection stranger = server.access(server.role("nocreatedb")).connect("postgres")) {
            assertThat(OwnerLock.living(stranger)).contains(run);
        }
    }

    @Test
    void otherLocksProveNobodyAlive() throws SQLException {
        try (Connection holder = server.connect("postgres"); Connection asking = server.connect("postgres")) {
            Databases.execute(holder, "select pg_advisory_lock(4711, 12)");
            Databases.execute(holder, "begin; lock table pg_class in access share mode");

            assertThat(OwnerLock.living(asking)).doesNotContain(new RunId(4711L << 32 | 12));
        }
    }

    @Test
    void whoOnlyWaitsForItIsNotItsOwner() throws Exception {
        RunId run = RunId.random();
        OwnerLock first = OwnerLock.take(server.connect("postgres"), run);
        Connection second = server.connect("template1");
        try (first; second) {
            // Advisory locks are per database: the same key in two databases is two locks, and neither waits.
            assertThatNoException().isThrownBy(() -> OwnerLock.take(second, run));
            assertThat(OwnerLock.living(second)).contains(run);
        }
    }

    private static boolean eventuallyDead(Connection asking, RunId run) throws SQLException {
        for (int i = 0; i < 200; i++) {
            if (!OwnerLock.living(asking).contains(run)) {
                return true;
            }
            List<String> pause = Databases.query(asking, "select pg_sleep(0.01)::text");
            assertThat(pause).hasSize(1);
        }
        return false;
    }
}
