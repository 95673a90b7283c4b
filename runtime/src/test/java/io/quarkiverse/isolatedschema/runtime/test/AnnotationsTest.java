package io.quarkiverse.isolatedschema.runtime.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkiverse.isolatedschema.spi.FixtureGenerator;
import io.quarkus.test.junit.QuarkusIntegrationTest;

class AnnotationsTest {

    private final Annotations annotations = new Annotations(Reset.ROLLBACK);

    static class Customers implements FixtureGenerator {
        @Override
        public void generate(SchemaLease lease) {
            throw new UnsupportedOperationException();
        }
    }

    @IsolatedSchema(reset = Reset.WIPE, scripts = { "a.sql", "b.sql" }, generators = Customers.class)
    static class Outer {

        void plain() {
        }

        @IsolatedSchema(reset = Reset.FRESH, scripts = "method.sql")
        void special() {
        }

        @IsolatedSchema(scripts = "method.sql")
        void asItsClass() {
        }

        @Nested
        class Plain {
            void inside() {
            }
        }

        @Nested
        @IsolatedSchema(reset = Reset.NONE, scripts = "nested.sql")
        class Other {

            @IsolatedSchema(scripts = "method.sql")
            void inside() {
            }
        }
    }

    static class Base {
        @Nested
        class Plain {
            void inside() {
            }
        }

        @Nested
        @IsolatedSchema(scripts = "nested.sql")
        class Other {
            void inside() {
            }
        }
    }

    @IsolatedSchema(reset = Reset.FRESH, scripts = "heir.sql")
    static class Heir extends Base {
    }

    @IsolatedSchema
    static class Unsaid {
        void method() {
        }
    }

    private static FixtureSet scripts(String... names) {
        return FixtureSet.of(List.of(names), List.of());
    }

    private Reset reset(Class<?> holder, Class<?> type, String method) throws Exception {
        return annotations.of(holder, type, type.getDeclaredMethod(method)).reset();
    }

    private FixtureSet fixtures(Class<?> holder, Class<?> type, String method) throws Exception {
        return annotations.of(holder, type, type.getDeclaredMethod(method)).fixtures();
    }

    @Test
    void theNearestAnnotationDecidesOnTheReset() throws Exception {
        assertThat(reset(Outer.class, Outer.class, "plain")).isEqualTo(Reset.WIPE);
        assertThat(reset(Outer.class, Outer.class, "special")).isEqualTo(Reset.FRESH);
        assertThat(reset(Outer.class, Outer.class, "asItsClass")).isEqualTo(Reset.WIPE);
        assertThat(reset(Outer.class, Outer.Plain.class, "inside")).isEqualTo(Reset.WIPE);
        assertThat(reset(Outer.class, Outer.Other.class, "inside")).isEqualTo(Reset.NONE);
    }

    @Test
    void withoutOneTheConfigurationDecides() throws Exception {
        assertThat(reset(Unsaid.class, Unsaid.class, "method")).isEqualTo(Reset.ROLLBACK);
    }

    @Test
    void theFixturesOfMethodsAndNestedClassesComeOnTopOfThoseOfTheClass() throws Exception {
        assertThat(annotations.of(Outer.class).fixtures())
                .isEqualTo(FixtureSet.of(List.of("a.sql", "b.sql"), List.of(Customers.class)));
        assertThat(fixtures(Outer.class, Outer.class, "plain")).isEqualTo(FixtureSet.NONE);
        assertThat(fixtures(Outer.class, Outer.class, "asItsClass")).isEqualTo(scripts("method.sql"));
        assertThat(fixtures(Outer.class, Outer.Plain.class, "inside")).isEqualTo(FixtureSet.NONE);
        assertThat(fixtures(Outer.class, Outer.Other.class, "inside"))
                .isEqualTo(scripts("nested.sql").and(scripts("method.sql")));
    }

    @Test
    void aNestedClassThatIsInheritedIsPartOfItsHeir() throws Exception {
        assertThat(reset(Heir.class, Base.Plain.class, "inside")).isEqualTo(Reset.FRESH);
        assertThat(reset(Heir.class, Base.Other.class, "inside")).isEqualTo(Reset.FRESH);
        assertThat(fixtures(Heir.class, Base.Plain.class, "inside")).isEqualTo(FixtureSet.NONE);
        assertThat(fixtures(Heir.class, Base.Other.class, "inside")).isEqualTo(scripts("nested.sql"));
        assertThat(annotations.of(Heir.class).resets()).containsExactly(Reset.FRESH);
    }

    @Test
    void theResetsOfAClassAreThoseOfAllItsMethods() {
        assertThat(annotations.of(Outer.class).resets()).containsExactlyInAnyOrder(Reset.WIPE, Reset.FRESH, Reset.NONE);
        assertThat(annotations.of(Unsaid.class).resets()).containsExactly(Reset.ROLLBACK);
    }

    @Test
    void methodsAreNamedWithTheirClass() throws Exception {
        assertThat(annotations.of(Outer.class, Outer.Other.class, Outer.Other.class.getDeclaredMethod("inside")).method())
                .isEqualTo("AnnotationsTest.Outer.Other.inside");
    }

    static class WithBeforeAll {
        @BeforeAll
        static void write() {
        }
    }

    static class Inherits extends WithBeforeAll {
    }

    @TestInstance(Lifecycle.PER_CLASS)
    static class OneInstance {
    }

    static class Writing implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
        }
    }

    @ExtendWith(Writing.class)
    static class Extended {
    }

    static class Registered {
        @RegisterExtension
        static final Writing WRITING = new Writing();
    }

    @ParameterizedTest
    @ValueSource(classes = { WithBeforeAll.class, Inherits.class, OneInstance.class, Extended.class, Registered.class })
    void whateverRunsBeforeTheMethodsMayWrite(Class<?> type) {
        assertThat(Annotations.writesBefore(type)).isTrue();
    }

    @QuarkusIntegrationTest
    @IsolatedSchema(scripts = "a.sql")
    static class Packaged {
    }

    @QuarkusIntegrationTest
    @IsolatedSchema
    static class PackagedAndModest {
    }

    @Test
    void testsOfAPackagedApplicationAreToldWhatTheyCannotHave() {
        assertThatThrownBy(() -> Annotations.refusePackaged(Packaged.class)).isInstanceOf(IsolationException.class)
                .hasMessageContaining("Test class 'AnnotationsTest.Packaged' tests a packaged application")
                .hasMessageContaining("Leave them out, or make it a @QuarkusTest");
        assertThatCode(() -> Annotations.refusePackaged(PackagedAndModest.class)).doesNotThrowAnyException();
        assertThatCode(() -> Annotations.refusePackaged(Outer.class)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(classes = { Outer.class, Unsaid.class })
    void ourOwnExtensionWritesNothing(Class<?> type) {
        assertThat(Annotations.writesBefore(type)).isFalse();
    }
}
