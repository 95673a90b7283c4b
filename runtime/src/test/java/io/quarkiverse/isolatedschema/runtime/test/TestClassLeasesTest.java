package io.quarkiverse.isolatedschema.runtime.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.Keep;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.SharedSchema;
import io.quarkiverse.isolatedschema.runtime.ClassPlan;
import io.quarkiverse.isolatedschema.runtime.Leases;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.straggler.Straggler;
import io.quarkiverse.isolatedschema.runtime.straggler.StragglerPolicy;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.NoLeases;
import io.quarkus.test.TestTransaction;

/** The callbacks of JUnit and Quarkus in the orders in which they come, complete or not. */
class TestClassLeasesTest {

    private final List<String> events = new ArrayList<>();

    private RuntimeException refusal;

    private int without;

    private Stragglers left = Stragglers.NONE;

    private final TestClassLeases leases = new TestClassLeases(Optional.of(recording()), false, Keep.DEFAULT, Reset.NONE,
            StragglerPolicy.WARN);

    private final TestClassLeases strict = new TestClassLeases(Optional.of(recording()), false, Keep.DEFAULT, Reset.NONE,
            StragglerPolicy.FAIL);

    private Leases recording() {
        return new NoLeases() {

            @Override
            public Optional<Lease> current() {
                return Optional.empty();
            }

            @Override
            public Lease handOver(ClassPlan plan) {
                if (refusal != null) {
                    throw refusal;
                }
                events.add("to " + plan.testClass());
                return null;
            }

            @Override
            public Stragglers giveBack() {
                events.add("back");
                return left;
            }

            @Override
            public void classWithoutLeaseBegins() {
                without++;
            }

            @Override
            public void keep(Lease lease, String testClass, boolean failed) {
                events.add("keep");
            }
        };
    }

    @Test
    void aClassHoldsItsLeaseFromBeginToEnd() {
        leases.begin(OrderFixtureTests.class);
        assertThat(events).containsExactly("to OrderFixtureTests");
        leases.verify(OrderFixtureTests.class);
        leases.end();
        assertThat(events).containsExactly("to OrderFixtureTests", "back");
    }

    @Test
    void classesFollowOneAnother() {
        leases.begin(OrderFixtureTests.class);
        leases.end();
        leases.begin(PlainFixtureTests.class);
        leases.end();
        leases.begin(CustomerFixtureTests.class);
        leases.end();

        assertThat(events).containsExactly("to OrderFixtureTests", "back", "to CustomerFixtureTests", "back");
    }

    @Test
    void theSameClassTwiceGetsTwoLeases() {
        for (int i = 0; i < 2; i++) {
            leases.begin(OrderFixtureTests.class);
            leases.end();
        }
        assertThat(events).containsExactly("to OrderFixtureTests", "back", "to OrderFixtureTests", "back");
    }

    @Test
    void nestedClassesShareTheLeaseOfTheClassAroundThem() {
        leases.begin(OrderFixtureTests.class);
        leases.begin(OrderFixtureTests.Refunds.class);
        leases.verify(OrderFixtureTests.Refunds.class);
        leases.end();
        assertThat(events).containsExactly("to OrderFixtureTests");
        leases.end();
        assertThat(events).containsExactly("to OrderFixtureTests", "back");
    }

    @Test
    void aNestedClassThatAloneAsksHoldsItsOwn() {
        leases.begin(PlainFixtureTests.class);
        leases.begin(PlainFixtureTests.OnlyThis.class);
        assertThat(events).containsExactly("to PlainFixtureTests.OnlyThis");
        leases.end();
        assertThat(events).containsExactly("to PlainFixtureTests.OnlyThis", "back");
        leases.begin(PlainFixtureTests.AndNotThis.class);
        leases.end();
        leases.end();
        assertThat(events).containsExactly("to PlainFixtureTests.OnlyThis", "back");
    }

    @Test
    void aLeasePreparedForTheInstanceIsThatOfTheClass() {
        leases.prepare(OrderFixtureTests.class);
        assertThat(events).containsExactly("to OrderFixtureTests");
        leases.prepare(OrderFixtureTests.class);
        leases.begin(OrderFixtureTests.class);
        leases.end();
        assertThat(events).containsExactly("to OrderFixtureTests", "back");
    }

    @Test
    void aClassThatCouldNotBeMadeLosesItsLeaseToTheNext() {
        leases.prepare(OrderFixtureTests.class);

        leases.begin(CustomerFixtureTests.class);
        leases.end();

        assertThat(events).containsExactly("to OrderFixtureTests", "back", "to CustomerFixtureTests", "back");
    }

    @Test
    void aClassThatWasNeverEndedLosesItsLeaseToTheNextEvenIfThatAsksForNone() {
        leases.begin(OrderFixtureTests.class);
        leases.begin(OrderFixtureTests.Refunds.class);

        leases.begin(PlainFixtureTests.class);
        assertThat(events).containsExactly("to OrderFixtureTests", "back");
        leases.end();
        assertThat(events).containsExactly("to OrderFixtureTests", "back");
    }

    @Test
    void anEndWithoutABeginReturnsWhatIsHeldAndNothingElse() {
        leases.end();
        assertThat(events).isEmpty();
        leases.prepare(OrderFixtureTests.class);
        leases.end();
        assertThat(events).containsExactly("to OrderFixtureTests", "back");
        leases.end();
        assertThat(events).containsExactly("to OrderFixtureTests", "back");
    }

    @Test
    void aClassThatIsRefusedALeaseHoldsNoneAndTheNextIsAskedAnew() {
        refusal = new IsolationException("no");
        assertThatThrownBy(() -> leases.begin(OrderFixtureTests.class)).isSameAs(refusal);
        refusal = null;

        leases.begin(CustomerFixtureTests.class);
        leases.end();

        assertThat(events).containsExactly("to CustomerFixtureTests", "back");
    }

    @Test
    void aTestWhoseClassWasNotBegunIsRefused() {
        assertThatThrownBy(() -> leases.verify(OrderFixtureTests.class)).isInstanceOf(IsolationException.class)
                .hasMessageContaining("A test of '" + OrderFixtureTests.class.getName() + "' would run outside the schema");
        assertThatCode(() -> leases.verify(PlainFixtureTests.class)).doesNotThrowAnyException();
    }

    @Test
    void aTestOfAnotherClassThanTheHolderIsRefused() {
        leases.begin(OrderFixtureTests.class);

        assertThatThrownBy(() -> leases.verify(CustomerFixtureTests.class)).isInstanceOf(IsolationException.class);
        assertThatCode(() -> leases.verify(SpecialOrderFixtureTests.class)).as("a proxy of the test class")
                .doesNotThrowAnyException();
    }

    @Test
    void whereEveryClassIsIsolatedOneWithoutAnnotationHoldsALeaseToo() {
        TestClassLeases all = new TestClassLeases(Optional.of(recording()), true, Keep.DEFAULT, Reset.NONE,
                StragglerPolicy.FAIL);
        all.begin(PlainFixtureTests.class);
        all.begin(PlainFixtureTests.OnlyThis.class);
        all.end();
        all.end();

        assertThat(events).containsExactly("to PlainFixtureTests", "back");
    }

    private static Stragglers one() {
        return new Stragglers("test_1", "when OrderFixtureTests had ended", Duration.ZERO, Stragglers.CUT_OFF,
                List.of(new Straggler("poller", "a connection")));
    }

    @Test
    void aClassThatLeavesWorkBehindFailsWhenAllElseIsOver() {
        strict.begin(OrderFixtureTests.class);
        left = one();
        strict.end();

        assertThatThrownBy(strict::failLate).isInstanceOf(IsolationException.class)
                .hasMessageStartingWith("Test class 'OrderFixtureTests' left work behind.")
                .hasMessageContaining("Thread 'poller': a connection")
                .hasMessageEndingWith("To be only warned, set 'quarkus.isolated-schema.stragglers=warn'.");
        assertThatCode(strict::failLate).as("once").doesNotThrowAnyException();
    }

    @Test
    void itDoesNotFailWhereThatIsNotAskedFor() {
        leases.begin(OrderFixtureTests.class);
        left = one();
        leases.end();

        assertThatCode(leases::failLate).doesNotThrowAnyException();
    }

    @Test
    void itFailsAtOnceWhereJUnitDoesNotKnowOurExtension() {
        TestClassLeases all = new TestClassLeases(Optional.of(recording()), true, Keep.DEFAULT, Reset.NONE,
                StragglerPolicy.FAIL);
        all.begin(PlainFixtureTests.class);
        left = one();

        assertThatThrownBy(all::end).isInstanceOf(IsolationException.class)
                .hasMessageStartingWith("Test class 'PlainFixtureTests' left work behind.");
        left = Stragglers.NONE;
        all.begin(OrderFixtureTests.class);
        assertThatCode(all::end).as("the next class goes on").doesNotThrowAnyException();
    }

    @Test
    void theWorkOfAClassThatWasNeverEndedFailsNoOther() {
        strict.begin(OrderFixtureTests.class);
        left = one();
        strict.begin(CustomerFixtureTests.class);
        left = Stragglers.NONE;
        strict.end();

        assertThatCode(strict::failLate).doesNotThrowAnyException();
    }

    @Test
    void aFailureThatNobodyAskedForIsNotThatOfTheNextClass() {
        strict.begin(OrderFixtureTests.class);
        left = one();
        strict.end();
        left = Stragglers.NONE;
        strict.begin(CustomerFixtureTests.class);
        strict.end();

        assertThatCode(strict::failLate).doesNotThrowAnyException();
    }

    @Test
    void itIsToldOfClassesThatStayOnTheBootLease() {
        leases.begin(OrderFixtureTests.class);
        leases.end();
        assertThat(without).isZero();
        leases.begin(PlainFixtureTests.class);
        leases.end();
        assertThat(without).isEqualTo(1);
    }

    @Test
    void aClassThatIsRolledBackInTheSchemaOfAllIsHintedAtOnce() {
        try (LogRecords logged = new LogRecords(TestClassLeases.class)) {
            for (Class<?> testClass : List.of(PlainFixtureTests.class, SharedRolledBack.class, IsolatedRolledBack.class)) {
                leases.begin(testClass);
                leases.end();
            }
            assertThat(logged.at(Level.INFO)).isEmpty();

            for (Class<?> testClass : List.of(RolledBack.class, PartlyRolledBack.class)) {
                leases.begin(testClass);
                leases.end();
            }
            assertThat(logged.at(Level.INFO))
                    .containsExactly("Test class 'TestClassLeasesTest.RolledBack' has @TestTransaction and"
                            + " no schema of its own: it works in the one that the application has booted in, like all such classes."
                            + " What its tests write is rolled back. Positions of sequences, and what requests, jobs and other threads"
                            + " commit, stay for the next class; @IsolatedSchema, which goes well with @TestTransaction, keeps them"
                            + " apart.");
        }
    }

    @TestTransaction
    static class RolledBack {
    }

    static class PartlyRolledBack {

        @TestTransaction
        void test() {
        }
    }

    @TestTransaction
    @SharedSchema
    static class SharedRolledBack {
    }

    @TestTransaction
    @IsolatedSchema
    static class IsolatedRolledBack {
    }
}
