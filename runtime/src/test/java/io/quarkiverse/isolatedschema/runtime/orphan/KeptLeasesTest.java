package io.quarkiverse.isolatedschema.runtime.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.KeptMark;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** Databases kept for a look: whoever sweeps leaves them until their time has come, or there are too many. */
@ExtendWith(PostgresServerExtension.class)
class KeptLeasesTest {

    private static final Duration LONG = Duration.ofHours(1);

    private static final KeptLeases.Limits MANY = new KeptLeases.Limits(LONG, 100);

    private final PostgresServer server;

    private final RunId run = RunId.random();

    private String role;

    private Connection connection;

    KeptLeasesTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        role = server.role();
        connection = server.access(role).connect("postgres");
    }

    @AfterEach
    void dropAll() throws SQLException {
        kept().dropBeyond(0);
        OrphanSweeper.ofDatabases(connection).sweep();
        assertThat(Databases.ours(connection)).isEmpty();
        connection.close();
    }

    private KeptLeases kept() {
        return KeptLeases.ofDatabases(connection);
    }

    private List<String> sweep() throws SQLException {
        return OrphanSweeper.ofDatabases(connection).sweep();
    }

    private String lease() throws SQLException {
        String name = LeaseName.lease(run);
        new DatabaseCopies(true).copy(connection, name, "template0", role);
        Databases.comment(connection, name, "OrderTest");
        return name;
    }

    private String lease(KeptMark mark) throws SQLException {
        String name = lease();
        Databases.mark(connection, name, mark.comment());
        return name;
    }

    private KeptMark mark(Duration age, Duration maxAge) throws SQLException {
        return KeptMark.of("OrderTest", Databases.now(connection).minus(age), maxAge);
    }

    @Test
    void itIsMarkedByTheClockOfTheServer() throws SQLException {
        String name = lease();
        Instant before = Databases.now(connection);

        KeptLeases.Kept told = kept().keep(name, "OrderTest", MANY);

        assertThat(told.dropped()).isEmpty();
        KeptMark mark = KeptMark.parse(Databases.comments(connection).get(name)).orElseThrow();
        assertThat(mark.testClass()).isEqualTo("OrderTest");
        assertThat(mark.until()).isEqualTo(told.until());
        assertThat(mark.since()).isBetween(before, Databases.now(connection));
        assertThat(Duration.between(mark.since(), mark.until())).isBetween(LONG.minusSeconds(1), LONG);
    }

    @Test
    void neitherASweepNorTheEndOfItsRunDropsIt() throws SQLException {
        String name = lease();
        String other = lease();
        kept().keep(name, "OrderTest", MANY);

        assertThat(OrphanSweeper.ofDatabases(connection).leftOf(run)).containsExactly(other);
        OrphanSweeper.ofDatabases(connection).dropAllOf(run);
        assertThat(sweep()).isEmpty();

        assertThat(Databases.ours(connection)).containsExactly(name);
    }

    @Test
    void whenItsTimeHasComeTheNextSweepDropsIt() throws SQLException {
        String expired = lease(mark(LONG.plusSeconds(1), LONG));
        String alive = lease(mark(LONG.minusSeconds(10), LONG));

        assertThat(kept().names()).isEqualTo(new KeptLeases.Names(Set.of(alive), Set.of(expired)));
        assertThat(OrphanSweeper.ofDatabases(connection).leftOf(run)).containsExactly(expired);
        assertThat(sweep()).containsExactly(expired);
    }

    @Test
    void thenItIsDroppedThoughItsOwnerLives() throws SQLException {
        String expired = lease(mark(LONG.plusSeconds(1), LONG));
        String worked = lease();
        try (OwnerLock lock = OwnerLock.take(server.connect("template1"), run)) {
            assertThat(sweep()).containsExactly(expired);
            assertThat(Databases.ours(connection)).containsExactly(worked);
        }
    }

    @Test
    void aMarkThatNobodyCanReadKeepsNothing() throws SQLException {
        String name = lease();
        Databases.mark(connection, name, mark(Duration.ZERO, LONG).comment().replace("kept until 2", "kept until X"));

        assertThat(sweep()).containsExactly(name);
    }

    @Test
    void beyondTheLimitTheOldestGiveWayWhicheverRunTheyAreOf() throws SQLException {
        List<String> names = new ArrayList<>();
        for (int age = 5; age > 0; age--) {
            names.add(lease(mark(Duration.ofMinutes(age), LONG)));
        }
        String worked = lease();
        String latest = lease();

        KeptLeases.Kept told = kept().keep(latest, "OrderTest", new KeptLeases.Limits(LONG, 3));

        assertThat(told.dropped()).containsExactlyElementsOf(names.subList(0, 3));
        assertThat(Databases.ours(connection)).containsExactlyInAnyOrder(names.get(3), names.get(4), latest, worked);
    }

    @Test
    void ofSeveralKeptInOneSecondTheLatestStay() throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            names.add(lease());
            kept().keep(names.get(i), "OrderTest", new KeptLeases.Limits(LONG, 2));
        }
        assertThat(Databases.ours(connection)).containsExactlyInAnyOrderElementsOf(names.subList(4, 6));
    }

    @Test
    void whatAnotherRoleKeepsNeitherCountsNorGoes() throws SQLException {
        String mine = lease(mark(LONG, LONG.plusMinutes(1)));
        try (Connection other = server.access(server.role()).connect("postgres")) {
            assertThat(KeptLeases.ofDatabases(other).dropBeyond(0)).isEmpty();
            assertThat(KeptLeases.ofDatabases(other).names().alive()).isEmpty();
        }
        assertThat(Databases.exists(connection, mine)).isTrue();
    }

    @Test
    void aDatabaseOfOthersWithTheSameCommentIsNeverDropped() throws SQLException {
        String text = mark(LONG.plusSeconds(1), LONG).comment();
        String unmarked = LeaseName.lease(run);
        String unnamed = server.unused("shop");
        Databases.execute(connection, "create database " + unmarked + " template template0");
        Databases.execute(connection, "create database " + unnamed + " template template0 connection limit 918273");
        try {
            Databases.mark(connection, unmarked, text);
            Databases.mark(connection, unnamed, text);

            assertThat(kept().dropBeyond(0)).isEmpty();
            assertThat(sweep()).isEmpty();
            assertThat(Databases.exists(connection, unmarked) && Databases.exists(connection, unnamed)).isTrue();
        } finally {
            Databases.execute(connection, "drop database " + unmarked);
            Databases.execute(connection, "drop database " + unnamed);
        }
    }

    @Test
    void manyThatKeepAtTheSameTimeLeaveAsManyAsThereMayBe() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            names.add(lease());
        }
        ExecutorService jvms = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> keeping = names.stream().map(name -> (Callable<Void>) () -> {
                try (Connection own = server.access(role).connect("postgres")) {
                    KeptLeases.ofDatabases(own).keep(name, "OrderTest", new KeptLeases.Limits(LONG, 4));
                }
                return null;
            }).toList();
            for (var kept : jvms.invokeAll(keeping)) {
                kept.get();
            }
        } finally {
            jvms.shutdown();
        }
        kept().dropBeyond(4);
        assertThat(Databases.ours(connection)).hasSize(4);
        assertThat(kept().names().alive()).containsExactlyInAnyOrderElementsOf(Databases.ours(connection));
    }
}
