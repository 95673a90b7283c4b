package io.quarkiverse.isolatedschema.runtime;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.testing.Application;
import io.quarkiverse.isolatedschema.runtime.testing.Fixtures;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** What the methods of a class find in its lease, where leases are databases. */
@ExtendWith(PostgresServerExtension.class)
class ResetsTest {

    private final PostgresServer server;

    private Application application;

    ResetsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void boot() throws SQLException {
        Run run = Run.on(server);
        application = Application.cloning(run, run.request(), 0);
    }

    @AfterEach
    void stop() {
        application.close();
        assertThat(application.run().left()).isEmpty();
    }

    private Lease begin(boolean writesBefore, Reset... resets) {
        return application.leases().handOver(new ClassPlan("OrderTest", FixtureSet.NONE, Set.of(resets), writesBefore));
    }

    private void note(String text) throws SQLException {
        application.in(connection -> execute(connection, "insert into note values ('" + text + "')"));
    }

    private interface Body {
        void run() throws Exception;
    }

    private Optional<Lease> method(Reset reset, Body body) throws Exception {
        return method(reset, FixtureSet.NONE, body);
    }

    private Optional<Lease> method(Reset reset, FixtureSet fixtures, Body body) throws Exception {
        application.leases().beginMethod(new MethodPlan("OrderTest.method", reset, fixtures));
        body.run();
        return application.leases().endMethod();
    }

    private String schema() {
        return application.leases().current().orElseThrow().schema();
    }

    /** Without the reset, it finds what the one before has left. */
    @ParameterizedTest
    @EnumSource(names = { "WIPE", "ROLLBACK", "FRESH" })
    void everyMethodFindsWhatWasThereBeforeTheFirst(Reset reset) throws Exception {
        begin(true, reset);
        note("before all");
        for (int i = 0; i < 3; i++) {
            method(reset, () -> {
                List<String> found = application.notes();
                note("of a method");
                application.in(connection -> execute(connection, "update note set text = 'changed'"));
                assertThat(application.notes()).containsOnly("changed").hasSize(found.size() + 1);
                assertThat(found).containsExactly("before all");
            });
        }
        method(reset, () -> assertThat(application.notes()).containsExactly("before all"));
        application.leases().giveBack();
    }

    @ParameterizedTest
    @EnumSource(names = { "WIPE", "ROLLBACK", "FRESH" })
    void sequencesBeginAnew(Reset reset) throws Exception {
        begin(true, reset);
        application.in(connection -> execute(connection, "create sequence number; select nextval('number')"));
        for (int i = 0; i < 3; i++) {
            method(reset, () -> application.in(
                    connection -> assertThat(query(connection, "select nextval('number')::text")).containsExactly("2")));
        }
        application.leases().giveBack();
    }

    @Test
    void withoutAResetMethodsShareWhatTheyDo() throws Exception {
        begin(true, Reset.NONE);
        method(Reset.NONE, () -> note("first"));
        method(Reset.NONE, () -> assertThat(application.notes()).containsExactly("first"));
        application.leases().giveBack();
    }

    /** Without the fresh lease, the second method finds another table, or none. */
    @ParameterizedTest
    @EnumSource(names = { "WIPE", "FRESH" })
    void definitionsOfAMethodAreNotThereForTheNext(Reset reset) throws Exception {
        begin(true, reset);
        note("before all");
        method(reset, () -> application.in(connection -> execute(connection, "drop table note; create table slip (id int)")));
        method(reset, () -> {
            assertThat(application.notes()).containsExactly("before all");
            application.in(connection -> assertThat(query(connection, "select to_regclass('slip')::text")).containsOnlyNulls());
            note("of a method");
        });
        method(reset, () -> assertThat(application.notes()).containsExactly("before all"));
        application.leases().giveBack();
    }

    @Test
    void aFreshLeaseIsTheMethodsOwnAndIsGivenBack() throws Exception {
        String ofClass = begin(false, Reset.FRESH).schema();
        String[] own = new String[1];
        Optional<Lease> back = method(Reset.FRESH, () -> own[0] = schema());

        assertThat(own[0]).isNotEqualTo(ofClass);
        assertThat(back.orElseThrow().schema()).isEqualTo(own[0]);
        assertThat(schema()).as("between methods").isEqualTo(ofClass);
        application.leases().giveBack();
    }

    @Test
    void eachMethodMayAskForAnotherReset() throws Exception {
        begin(true, Reset.NONE, Reset.FRESH, Reset.ROLLBACK, Reset.WIPE);
        note("before all");
        method(Reset.NONE, () -> note("shared"));
        method(Reset.FRESH, () -> assertThat(application.notes()).containsExactly("before all"));
        method(Reset.ROLLBACK, () -> {
            assertThat(application.notes()).containsExactly("before all", "shared");
            note("undone");
        });
        method(Reset.NONE, () -> assertThat(application.notes()).containsExactly("before all", "shared"));
        method(Reset.WIPE, () -> assertThat(application.notes()).containsExactly("before all"));
        application.leases().giveBack();
    }

    @ParameterizedTest
    @EnumSource(names = { "WIPE", "ROLLBACK", "FRESH" })
    void whatANestedClassWritesBeforeItsMethodsIsForThemAlone(Reset reset) throws Exception {
        begin(true, reset);
        note("before all");
        method(reset, () -> note("of a method"));
        application.leases().beginNested(true);
        note("of the nested class");
        for (int i = 0; i < 2; i++) {
            method(reset, () -> {
                assertThat(application.notes()).containsExactly("before all", "of the nested class");
                note("of a nested method");
            });
        }
        application.leases().endNested();
        method(reset, () -> assertThat(application.notes()).containsExactly("before all"));
        application.leases().giveBack();
    }

    @Test
    void whatWasCopiedForAClassGoesWithIt() throws Exception {
        begin(true, Reset.FRESH);
        method(Reset.FRESH, () -> application.leases().snapshot("one"));
        assertThat(templates()).hasSizeGreaterThanOrEqualTo(3);
        application.leases().giveBack();
        long end = System.nanoTime() + 10_000_000_000L;
        while (templates().size() > 1 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(templates()).as("in the end").hasSize(1);
    }

    private List<String> templates() throws SQLException {
        try (Connection connection = server.access(application.run().original(), server.role(), "any").connect("postgres")) {
            return query(connection, "select datname from pg_database where datname like 'test\\_tpl\\_"
                    + application.run().run() + "%'");
        }
    }

    @Test
    void fixturesAreLoadedOnceAndCopiedForWhoeverWantsTheSame() throws Exception {
        FixtureSet fixtures = Fixtures.of("insert into note select 'at ' || clock_timestamp()");
        List<List<String>> found = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            application.leases().handOver(new ClassPlan("Class" + i, fixtures, Set.of(Reset.NONE), false));
            found.add(application.notes());
            note("of a class");
            application.leases().giveBack();
        }
        assertThat(found.get(0)).hasSize(1);
        assertThat(found).containsOnly(found.get(0));
    }

    @Test
    void fixturesOfAFreshMethodComeOnTopOfThoseOfItsClassAndAreCopiedToo() throws Exception {
        FixtureSet ofClass = Fixtures.of("insert into note values ('class')");
        FixtureSet ofMethod = Fixtures.of("insert into note select 'at ' || clock_timestamp()");
        List<List<String>> found = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            application.leases().handOver(new ClassPlan("Class" + i, ofClass, Set.of(Reset.FRESH), false));
            method(Reset.FRESH, ofMethod, () -> found.add(application.notes()));
            method(Reset.FRESH, () -> assertThat(application.notes()).containsExactly("class"));
            application.leases().giveBack();
        }
        assertThat(found.get(0)).hasSize(2).first().isEqualTo("class");
        assertThat(found.get(1)).isEqualTo(found.get(0));
    }

    @ParameterizedTest
    @EnumSource(names = { "WIPE", "ROLLBACK", "FRESH" })
    void fixturesOfAMethodAreNotThereForTheNext(Reset reset) throws Exception {
        begin(true, reset);
        method(reset, Fixtures.of("insert into note values ('method')"),
                () -> assertThat(application.notes()).containsExactly("method"));
        method(reset, () -> assertThat(application.notes()).isEmpty());
        application.leases().giveBack();
    }

    @Test
    void aScriptThatFailsFailsTheClassAndLeavesTheBootLeaseAsItWas() throws Exception {
        assertThatThrownBy(() -> application.leases().handOver(new ClassPlan("OrderTest",
                Fixtures.of("insert into slip values ('lost')"), Set.of(Reset.NONE), false)))
                .isInstanceOf(IsolationException.class).hasMessageContaining("\"slip\" does not exist");

        assertThat(application.leases().current()).isEmpty();
        application.testClass("NextTest");
    }

    @Test
    void aSnapshotIsRestoredAsOftenAsWanted() throws Exception {
        begin(true, Reset.NONE);
        note("imported");
        application.leases().snapshot("after-import");
        for (int i = 0; i < 3; i++) {
            String before = schema();
            application.in(connection -> execute(connection, "drop table note"));
            application.leases().restore("after-import");
            assertThat(schema()).isNotEqualTo(before);
            assertThat(application.notes()).containsExactly("imported");
        }
        application.leases().giveBack();
    }

    @Test
    void aRestoreIsUndoneByTheNextWipe() throws Exception {
        begin(true, Reset.WIPE);
        note("before all");
        application.leases().snapshot("early");
        note("later");
        method(Reset.WIPE, () -> application.leases().restore("early"));
        method(Reset.WIPE, () -> assertThat(application.notes()).containsExactly("before all", "later"));
        application.leases().giveBack();
    }

    @Test
    void aSnapshotIsRefusedWhileSomebodyWorks() throws Exception {
        begin(true, Reset.NONE);
        application.in(connection -> {
            assertThatThrownBy(() -> application.leases().snapshot("busy")).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("while somebody works in schema '" + schema() + "'")
                    .hasMessageContaining("thread '" + Thread.currentThread().getName() + "' uses a connection");
            execute(connection, "insert into note values ('unharmed')");
        });
        assertThat(application.notes()).containsExactly("unharmed");
        application.leases().giveBack();
    }

    @Test
    void aSnapshotIsRefusedWhileSomebodyElseIsConnected() throws Exception {
        Lease lease = begin(true, Reset.NONE);
        try (Connection connection = Run.connect(lease)) {
            assertThatThrownBy(() -> application.leases().snapshot("busy")).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("Schema '" + lease.schema() + "' of test class 'OrderTest' could not be copied")
                    .hasMessageContaining("close connections of SchemaLease.connect()");
            execute(connection, "insert into note values ('unharmed')");
        }
        assertThat(application.notes()).containsExactly("unharmed");
        application.leases().giveBack();
    }

    /** Each method is told so, not only the first one. */
    @Test
    void aBaselineThatCannotBeCopiedFailsEachMethodUntilItCan() throws Exception {
        Lease lease = begin(true, Reset.FRESH);
        note("before all");
        try (Connection connection = Run.connect(lease)) {
            execute(connection, "select 1");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> method(Reset.FRESH, () -> {
                })).isInstanceOf(IsolationException.class)
                        .hasMessageContaining("could not be copied: somebody else is connected");
            }
        }
        method(Reset.FRESH, () -> assertThat(application.notes()).containsExactly("before all"));
        application.leases().giveBack();
    }

    @Test
    void aSnapshotIsRefusedInAMethodThatIsRolledBack() throws Exception {
        begin(true, Reset.ROLLBACK);
        method(Reset.ROLLBACK, () -> assertThatThrownBy(() -> application.leases().snapshot("never"))
                .isInstanceOf(IsolationException.class).hasMessageContaining("whose work is rolled back"));
        application.leases().giveBack();
    }

    @Test
    void aSnapshotThatWasNotTakenIsNamedWithThoseThatWere() throws Exception {
        begin(true, Reset.NONE);
        assertThatThrownBy(() -> application.leases().restore("a")).isInstanceOf(IsolationException.class)
                .hasMessageContaining("There is no snapshot 'a' in this test class: none was taken");
        application.leases().snapshot("b");
        assertThatThrownBy(() -> application.leases().restore("a")).hasMessageContaining("there are 'b'");
        application.leases().giveBack();
        begin(true, Reset.NONE);
        assertThatThrownBy(() -> application.leases().restore("b")).hasMessageContaining("none was taken");
        application.leases().giveBack();
    }
}
