package io.quarkiverse.isolatedschema.runtime.test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;

/** Test classes of a test plan that {@link TestPlanClassesTest} runs; each notes what it sees of the plan. */
final class PlannedFixtures {

    static final List<Collection<Class<?>>> SEEN = new ArrayList<>();

    private PlannedFixtures() {
    }

    static void look() {
        SEEN.add(TestPlanClasses.left().map(Set::copyOf).orElse(null));
    }
}

@IsolatedSchema
class PlannedFirst {

    @Test
    void look() {
        PlannedFixtures.look();
    }

    @Nested
    class Inside {

        @Test
        void look() {
        }
    }
}

@IsolatedSchema
@Disabled("skipped on purpose")
class PlannedDisabled {

    @Test
    void look() {
        PlannedFixtures.look();
    }
}

class PlannedShared {

    @Test
    void look() {
        PlannedFixtures.look();
    }
}

@IsolatedSchema
class PlannedLast {

    @Test
    void look() {
        PlannedFixtures.look();
    }
}
