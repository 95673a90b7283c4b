package io.quarkiverse.isolatedschema.runtime.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.Keep;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.ClassPlan;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.straggler.StragglerPolicy;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;
import io.quarkiverse.isolatedschema.runtime.testing.NoLeases;
import io.quarkus.dev.console.DevConsoleManager;

/** Which leases are kept, whenever it becomes known what became of their classes. */
class KeepDecisionTest {

    private static final String KEY = "isolated-schema.failed-test-classes";

    private final List<String> events = new ArrayList<>();

    private final Object outerPlan = DevConsoleManager.getGlobal(KEY);

    private Lease current;

    private Lease own;

    private RuntimeException refusal;

    @BeforeEach
    void nothingHasFailed() {
        toldFailed();
    }

    @AfterEach
    void restore() {
        DevConsoleManager.setGlobal(KEY, outerPlan == null ? Set.of() : outerPlan);
    }

    private static void toldFailed(Class<?>... classes) {
        DevConsoleManager.setGlobal(KEY, Set.of(List.of(classes).stream().map(Class::getName).toArray()));
    }

    private TestClassLeases leases(Keep keep) {
        return new TestClassLeases(Optional.of(new NoLeases() {

            @Override
            public Optional<Lease> current() {
                return Optional.ofNullable(current);
            }

            @Override
            public Lease handOver(ClassPlan plan) {
                current = new Lease(plan.testClass(), plan.testClass(), null, null);
                return current;
            }

            @Override
            public Stragglers giveBack() {
                current = null;
                events.add("back");
                if (refusal != null) {
                    throw refusal;
                }
                return Stragglers.NONE;
            }

            @Override
            public Optional<Lease> endMethod() {
                return Optional.ofNullable(own);
            }

            @Override
            public void keep(Lease lease, String testClass, boolean failed) {
                assertThat(current).as("given back").isNull();
                assertThat(testClass).isEqualTo(lease.schema());
                events.add((failed ? "failed " : "kept ") + lease.schema());
            }
        }), false, keep, Reset.NONE, StragglerPolicy.WARN);
    }

    @IsolatedSchema
    static class Plain {

        class Inside {
        }
    }

    @IsolatedSchema(keep = Keep.ALWAYS)
    static class Always {
    }

    @IsolatedSchema(keep = Keep.NEVER)
    static class Never {
    }

    @IsolatedSchema(reset = Reset.FRESH)
    static class OwnLeases {
        void method() {
        }
    }

    private static final String PLAIN = "KeepDecisionTest.Plain";

    @Test
    void theLeaseOfAFailedMethodIsKeptAndThatOfItsClassWithNothingInItIsNot() throws Exception {
        TestClassLeases leases = leases(Keep.DEFAULT);
        leases.begin(OwnLeases.class);
        own = new Lease("own", "KeepDecisionTest.OwnLeases.method", null, null);
        leases.beginMethod(OwnLeases.class, OwnLeases.class.getDeclaredMethod("method"));
        current = null;
        leases.endMethod(true);
        current = new Lease("class", "KeepDecisionTest.OwnLeases", null, null);
        leases.fail();
        leases.end();
        leases.finish();

        assertThat(events).containsExactly("failed KeepDecisionTest.OwnLeases.method", "back");
    }

    @Test
    void theLeaseOfAMethodThatSucceedsIsNotKept() throws Exception {
        TestClassLeases leases = leases(Keep.DEFAULT);
        leases.begin(OwnLeases.class);
        own = new Lease("own", "KeepDecisionTest.OwnLeases.method", null, null);
        leases.beginMethod(OwnLeases.class, OwnLeases.class.getDeclaredMethod("method"));
        leases.endMethod(false);
        leases.end();
        leases.finish();

        assertThat(events).containsExactly("back");
    }

    @Test
    void theLeaseOfAClassThatSucceedsIsNotKept() {
        TestClassLeases leases = leases(Keep.DEFAULT);
        leases.begin(Plain.class);
        leases.end();
        leases.begin(Plain.class);
        leases.end();
        leases.finish();

        assertThat(events).containsExactly("back", "back");
    }

    @Test
    void oneOfAClassWithAFailedTestIs() {
        TestClassLeases leases = leases(Keep.ON_FAILURE);
        leases.begin(Plain.class);
        toldFailed(Plain.class);
        leases.end();
        leases.finish();

        assertThat(events).as("once").containsExactly("back", "failed " + PLAIN);
    }

    @Test
    void aFailureThatOnlyQuarkusTellsCountsAsLongAsTheClassRuns() {
        TestClassLeases leases = leases(Keep.ON_FAILURE);
        leases.begin(Plain.class);
        leases.begin(Plain.Inside.class);
        leases.fail();
        leases.end();
        leases.end();
        leases.begin(Never.class);
        leases.end();
        leases.begin(Always.class);
        leases.end();

        assertThat(events).containsExactly("back", "failed " + PLAIN, "back", "back", "kept KeepDecisionTest.Always");
    }

    @Test
    void aFailureThatIsKnownOnlyLaterKeepsItBeforeTheNextClassBegins() {
        TestClassLeases leases = leases(Keep.ON_FAILURE);
        leases.begin(Plain.class);
        leases.end();
        toldFailed(Plain.class);
        assertThat(events).containsExactly("back");

        leases.begin(PlainFixtureTests.class);

        assertThat(events).containsExactly("back", "failed " + PLAIN);
    }

    @Test
    void orWhenTheApplicationStops() {
        TestClassLeases leases = leases(Keep.ON_FAILURE);
        leases.begin(Plain.class);
        leases.end();
        toldFailed(Plain.class);
        leases.finish();

        assertThat(events).containsExactly("back", "failed " + PLAIN);
    }

    @Test
    void aClassThatWasNeverEndedIsJudgedWhenItsLeaseIsTaken() {
        TestClassLeases leases = leases(Keep.ON_FAILURE);
        leases.prepare(Plain.class);
        toldFailed(Plain.class);
        leases.finish();

        assertThat(events).containsExactly("back", "failed " + PLAIN);
    }

    @Test
    void aClassWhoseLeaseCouldNotBeGivenBackProperlyHasFailed() {
        TestClassLeases leases = leases(Keep.ON_FAILURE);
        leases.begin(Plain.class);
        refusal = new IsolationException("a hook failed");

        assertThatThrownBy(leases::end).isSameAs(refusal);

        assertThat(events).containsExactly("back", "failed " + PLAIN);
    }

    @Test
    void whatAClassSaysWinsOverWhatIsConfigured() {
        TestClassLeases leases = leases(Keep.ALWAYS);
        toldFailed(Never.class);
        leases.begin(Never.class);
        leases.end();
        leases.begin(Plain.class);
        leases.end();
        leases.finish();

        assertThat(events).containsExactly("back", "back", "kept " + PLAIN);
    }

    @Test
    void whereNothingIsKeptNoFailureChangesThat() {
        TestClassLeases leases = leases(Keep.NEVER);
        toldFailed(Plain.class, Always.class);
        leases.begin(Plain.class);
        leases.end();
        leases.begin(Always.class);
        leases.end();
        leases.finish();

        assertThat(events).containsExactly("back", "back", "failed KeepDecisionTest.Always");
    }
}
